@NullMarked
package org.carerrecord.hospitaldischarge.datatype;

import org.jspecify.annotations.NullMarked;
