package org.carerrecord.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.AgreementFile;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.gateway.inbound.mllp.MllpPeer;
import org.junit.jupiter.api.Test;

/** Who shows a certificate is known by it alone; who shows none, by its address. */
class SenderBindingsTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final SenderBindings bindings =
            new SenderBindings(Map.of(LOOPBACK.getHostAddress(), "RZ2"), Map.of("pas.rz1.example", "RZ1"));
    private final Agreement agreement = agreement();

    private static Agreement agreement() {
        try (InputStream file =
                Objects.requireNonNull(SenderBindingsTest.class.getResourceAsStream("/agreement-sandbox.yaml"))) {
            return AgreementFile.read(file);
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private Optional<String> partner(SenderBindings bound, Optional<String> certificate, boolean sandbox) {
        return bound.partner(new MllpPeer(LOOPBACK, certificate), agreement, sandbox)
                .map(Partner::ods);
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
