@NullMarked
package org.carerrecord.gprecord.coded;

import org.jspecify.annotations.NullMarked;
