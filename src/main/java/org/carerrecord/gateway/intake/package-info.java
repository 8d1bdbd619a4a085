@NullMarked
package org.carerrecord.gateway.intake;

import org.jspecify.annotations.NullMarked;
