package org.carerrecord.gateway.inbound;

import java.util.Map;
import java.util.Optional;
import org.carerrecord.gateway.inbound.mllp.MllpPeer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which partner sends over MLLP; nobody else is listened to. Who shows a certificate is known by it alone.
 *
 * @param bindings ODS code by address, for example {@code 10.1.2.3=RZ1}; in the sandbox loopback is the hospital
 * @param certificates ODS code by the common name in the sender's certificate
 */
@ConfigurationProperties("gateway.senders")
public record SenderBindings(
        @DefaultValue Map<String, String> bindings, @DefaultValue Map<String, String> certificates) {

    private static final String SANDBOX_HOSPITAL = "RZ1";

    Optional<String> partner(MllpPeer peer, boolean sandbox) {
        return peer.certificate().isPresent()
                ? peer.certificate().map(certificates::get)
                : Optional.ofNullable(bindings.get(peer.address().getHostAddress()))
                        .or(() -> sandbox && peer.address().isLoopbackAddress()
                                ? Optional.of(SANDBOX_HOSPITAL)
                                : Optional.empty());
    }
}
