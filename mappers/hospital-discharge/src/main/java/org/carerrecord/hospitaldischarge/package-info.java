@NullMarked
package org.carerrecord.hospitaldischarge;

import org.jspecify.annotations.NullMarked;
