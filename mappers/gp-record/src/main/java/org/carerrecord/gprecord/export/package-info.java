@NullMarked
package org.carerrecord.gprecord.export;

import org.jspecify.annotations.NullMarked;
