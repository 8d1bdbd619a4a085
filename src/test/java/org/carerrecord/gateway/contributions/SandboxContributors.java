package org.carerrecord.gateway.contributions;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.AgreementFile;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Organisations of the sandbox, and what they tell of the carers of one patient. */
abstract class SandboxContributors {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    static final Instant START = Instant.parse("2026-11-01T09:00:00Z");
    static final List<String> PARTNERS = List.of("RZ1", "Z00001", "ZL1");
    static final List<UUID> KEYS = List.of(new UUID(0, 1), new UUID(0, 2));
    static final String TYPE = "RelatedPerson";
    static final Change.Part PART = new Change.Part("hl7-v2", null);

    final FhirContext context = FhirContext.forR4();
    final Agreements agreements;
    final OneRecord record;

    SandboxContributors() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(SandboxContributors.class.getResourceAsStream("/agreement-sandbox.yaml"))) {
            agreements = new Agreements(AgreementFile.read(file), Clock.systemUTC());
        }
        record = new OneRecord(new Sharing(agreements), new Owners(agreements), new Resources(context));
    }

    /** What the partner of these says of the first key. */
    Contribution contribution(Telling... history) {
        return contribution(List.of(history), history[0].partner(), KEYS.getFirst())
                .orElseThrow();
    }

    Optional<Contribution> contribution(List<Telling> history, String ods, UUID key) {
        return story(ods)
                .of(
                        about(ods, key),
                        history.stream()
                                .filter(telling -> telling.partner().equals(ods))
                                .toList());
    }

    Story story(String ods) {
        Partner partner = agreements.current().partner(ods).orElseThrow();
        return new Story(partner, TODAY);
    }

    static About about(String ods, UUID key) {
        return new About(7, ods, key, 1L, "RelatedPerson");
    }

    static Telling telling(String ods, int second, RelatedPerson said) {
        return telling(ods, second, said, Set.of());
    }

    static Telling telling(String ods, int second, RelatedPerson said, Set<String> emptied) {
        return new Telling(ods, 1, TYPE, stamp(second, "a"), KEYS.getFirst(), said, emptied, "m" + second, PART);
    }

    static Stamp stamp(int second, String tie) {
        return new Stamp(START.plusSeconds(second), tie);
    }

    static RelatedPerson carer(String given) {
        RelatedPerson carer = new RelatedPerson();
        carer.getPatient().setReference("Patient/1");
        carer.addRelationship()
                .addCoding()
                .setSystem(Systems.UK_CORE_RELATIONSHIP_ROLE)
                .setCode("Carer");
        carer.addName().setFamily("Okafor").addGiven(given);
        return carer;
    }
}
