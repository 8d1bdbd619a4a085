package org.carerrecord.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.AgreementFile;
import org.carerrecord.fhirserver.agreement.Relation;
import org.springframework.stereotype.Component;

/** Where the agreement stands: the file that is named, else the sandbox's own. */
@Component
class AgreementSource {

    private static final String SANDBOX_AGREEMENT = "/agreement-sandbox.yaml";

    private final GatewaySettings settings;

    AgreementSource(GatewaySettings settings) {
        this.settings = settings;
    }

    /** The text as it stands now. */
    byte[] text() throws IOException {
        if (!settings.agreement().isEmpty()) {
            return Files.readAllBytes(Path.of(settings.agreement()));
        }
        if (!settings.sandbox()) {
            throw new IllegalStateException(
                    "there is no agreement: name its file as gateway.agreement, or try gateway.sandbox=true");
        }
        try (InputStream file = Objects.requireNonNull(AgreementSource.class.getResourceAsStream(SANDBOX_AGREEMENT))) {
            return file.readAllBytes();
        }
    }

    /**
     * The agreement in a text.
     *
     * @throws IOException naming the lines when it is not valid
     * @throws IllegalStateException when it gives what only a sandbox may have (contract.md, sandbox-tester)
     */
    Agreement understood(byte[] text) throws IOException {
        Agreement agreement = AgreementFile.read(new ByteArrayInputStream(text));
        boolean open = agreement.partners().stream()
                .anyMatch(partner -> partner.asItIs()
                        || partner.grants().stream()
                                .anyMatch(grant -> grant.relations().contains(Relation.ANY)));
        if (open && !settings.sandbox()) {
            throw new IllegalStateException(
                    "the agreement has a partner asItIs or a relation any, which only a sandbox may have: take them"
                            + " out");
        }
        return agreement;
    }
}
