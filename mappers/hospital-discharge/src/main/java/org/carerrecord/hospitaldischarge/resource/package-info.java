@NullMarked
package org.carerrecord.hospitaldischarge.resource;

import org.jspecify.annotations.NullMarked;
