@NullMarked
package org.carerrecord.gprecord;

import org.jspecify.annotations.NullMarked;
