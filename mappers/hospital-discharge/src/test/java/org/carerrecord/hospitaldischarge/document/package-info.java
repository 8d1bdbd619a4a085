@NullMarked
package org.carerrecord.hospitaldischarge.document;

import org.jspecify.annotations.NullMarked;
