@NullMarked
package org.carerrecord.gateway.inbound.mllp;

import org.jspecify.annotations.NullMarked;
