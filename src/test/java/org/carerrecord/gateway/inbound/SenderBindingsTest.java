package org.carerrecord.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.gateway.inbound.mllp.MllpPeer;
import org.junit.jupiter.api.Test;

/** Who shows a certificate is known by it alone; who shows none, by its address. */
class SenderBindingsTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final SenderBindings bindings =
            new SenderBindings(Map.of(LOOPBACK.getHostAddress(), "RZ2"), Map.of("pas.rz1.example", "RZ1"));

    private static Optional<String> partner(SenderBindings bound, Optional<String> certificate, boolean sandbox) {
        return bound.partner(new MllpPeer(LOOPBACK, certificate), sandbox);
    }

    @Test
    void aCertificateGoesBeforeTheAddress() {
        assertThat(partner(bindings, Optional.of("pas.rz1.example"), false)).contains("RZ1");
        assertThat(partner(bindings, Optional.of("stranger.example"), true)).isEmpty();
    }

    @Test
    void withoutACertificateTheAddressTells() {
        SenderBindings none = new SenderBindings(Map.of(), Map.of());

        assertThat(partner(bindings, Optional.empty(), false)).contains("RZ2");
        assertThat(partner(none, Optional.empty(), true)).contains("RZ1");
        assertThat(partner(none, Optional.empty(), false)).isEmpty();
    }
}
