package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.gateway.identity.Identities;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

class ContributionTest extends SandboxContributors {

    ContributionTest() throws IOException {}

    private static Contribution told(UUID key, String message) {
        return new Contribution(
                new About(7, "RZ2", key, 1L, "RelatedPerson"),
                new RelatedPerson().setPatient(new Reference("Patient/1")),
                stamp(5, "a"),
                Map.of(),
                message,
                true,
                true);
    }

    @Test
    void whatIsTakenBackByFhirIsKnownByTheSendersOwnKeyAsBefore() {
        Contribution told = told(Identities.statementKey("N1"), "message");

        assertThat(told.withdrawn(stamp(6, "a"), null).carerKeys()).hasSize(1).isEqualTo(told.carerKeys());
    }
}
