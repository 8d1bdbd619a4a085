package org.carerrecord.gateway.inbound;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Partner;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which partner sends from an address over MLLP; nobody else is listened to.
 *
 * @param bindings ODS code by address, for example {@code 10.1.2.3=RZ1}; in the sandbox loopback is the hospital
 */
@ConfigurationProperties("gateway.senders")
public record SenderBindings(@DefaultValue Map<String, String> bindings) {

    private static final String SANDBOX_HOSPITAL = "RZ1";

    Optional<Partner> partner(InetAddress peer, Agreement agreement, boolean sandbox) {
        Optional<String> bound = Optional.ofNullable(bindings.get(peer.getHostAddress()));
        return bound.or(() -> sandbox && peer.isLoopbackAddress() ? Optional.of(SANDBOX_HOSPITAL) : Optional.empty())
                .flatMap(agreement::partner);
    }
}
