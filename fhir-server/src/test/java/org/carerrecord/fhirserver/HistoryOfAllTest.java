package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.AgreementFile;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The history of all types shows each as the history of the type alone does. */
class HistoryOfAllTest {

    private static final String AGREEMENT =
            """
            version: of-all
            dated: 2026-11-22
            selfStatedFor: PT12H
            categories:
              identity: [Patient, NAMED]
            withoutConsent: {}
            partners:
              - ods: ZF1
                name: Fire
                kind: fire
                purpose: safety
                carersAreAsked: false
                asItIs: false
                fullyValidated: false
                grants: []
            """;

    private static List<String> seen(TheRecord record, String named) throws IOException {
        Agreement agreement = AgreementFile.read(
                new ByteArrayInputStream(AGREEMENT.replace("NAMED", named).getBytes(StandardCharsets.UTF_8)));
        Caller fire = new Agreements(agreement, record.clock)
                .caller("ZF1", TheRecord.FIRE.requestId())
                .orElseThrow();
        return new History(record.audit)
                        .page(
                                fire,
                                Attempt.of(fire, "history-system"),
                                new History.Question(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        true,
                                        Optional.empty(),
                                        50,
                                        Optional.empty()))
                        .versions()
                        .stream()
                        .map(version -> version.type())
                        .toList();
    }

    private static Resource known() {
        return new CodeSystem()
                .setUrl("http://example.org/codes")
                .setContent(CodeSystem.CodeSystemContentMode.COMPLETE)
                .setStatus(org.hl7.fhir.r4.model.Enumerations.PublicationStatus.ACTIVE);
    }

    @ParameterizedTest
    @CsvSource({"H2, 'CodeSystem, Organization'", "H2, Organization", "POSTGRESQL, 'CodeSystem, Organization'"})
    void whatIsPublicIsThereAndNothingElse(Database database, String named) throws IOException {
        TheRecord record = TheRecord.on(database);
        record.create(TheRecord.TESTER, known());
        record.create(TheRecord.TESTER, new Organization().setName("Somebody's own"));

        assertThat(record.count("select count(*) from resource where shared and patient is null"))
                .as("both are shared and about nobody")
                .isEqualTo(2);
        assertThat(seen(record, named)).containsExactly("CodeSystem");
    }
}
