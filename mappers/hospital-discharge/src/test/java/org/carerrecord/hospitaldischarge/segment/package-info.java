@NullMarked
package org.carerrecord.hospitaldischarge.segment;

import org.jspecify.annotations.NullMarked;
