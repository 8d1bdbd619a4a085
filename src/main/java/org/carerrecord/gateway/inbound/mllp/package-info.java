/** HL7 v2 over TCP: the Minimal Lower Layer Protocol, from the accepted connection to the acknowledgement's last byte. */
@NullMarked
package org.carerrecord.gateway.inbound.mllp;

import org.jspecify.annotations.NullMarked;
