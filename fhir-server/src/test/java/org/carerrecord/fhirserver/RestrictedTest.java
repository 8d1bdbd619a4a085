package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.PRACTICE;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Restricted people are masked for others than their only source. */
@ParameterizedClass
@EnumSource(Database.class)
class RestrictedTest extends RestrictedPeople {

    RestrictedTest(Database database) {
        super(database);
    }

    private static String text(Version version) {
        return new String(Objects.requireNonNull(version.content()), StandardCharsets.UTF_8);
    }

    private void assertMasked(Version version) {
        assertThat(version.mask()).isEqualTo(Mask.ALL);
        assertThat(version.said().partner()).isEmpty();
        assertThat(text(version))
                .contains("\"masked\"", "REDACTED")
                .doesNotContain(SECRET, "01632", "ZZ99", "L-77", "Widowed");
    }

    private void assertTheHomeIsMasked(Version version) {
        assertThat(version.mask()).isEqualTo(Mask.HOME);
        assertThat(version.said().partner()).isEqualTo("RZ1");
        assertThat(text(version)).contains("\"masked\"", "REDACTED").doesNotContain(SECRET, "01632", "ZZ99");
    }

    @Test
    void whoAloneSaidItIsToldAllAndOthersAreNot() {
        assertThat(text(record.read(HOSPITAL, "RelatedPerson", ruth))).contains(SECRET);
        assertThat(record.read(HOSPITAL, "RelatedPerson", ruth).mask()).isEqualTo(Mask.NONE);
        assertThat(text(record.read(TESTER, "RelatedPerson", ruth))).contains(SECRET);

        assertMasked(record.read(COUNCIL, "RelatedPerson", ruth));
        assertMasked(record.vread(COUNCIL, "RelatedPerson", ruth, 1));
        assertMasked(record.history(COUNCIL, "RelatedPerson", ruth).getFirst());
        assertMasked(record.search(COUNCIL, "RelatedPerson", EDITHS).matches().getFirst());
        assertThat(record.read
                        .said(
                                COUNCIL,
                                Attempt.of(COUNCIL, "read"),
                                record.count("select pk from resource where id = ?", ruth),
                                1)
                        .said()
                        .partner())
                .isEmpty();
    }

    @Test
    void whoMayShareAHomeIsToldWithoutIt() {
        Found found = record.search(COUNCIL, "RelatedPerson", EDITHS + "&_include=RelatedPerson:patient");

        assertTheHomeIsMasked(found.included().getFirst());
        assertTheHomeIsMasked(record.read(COUNCIL, "Patient", edith));
        assertThat(text(record.read(COUNCIL, "Patient", edith))).contains("L-77", "Widowed");
        String tom = record.create(HOSPITAL, People.tom("Patient/" + edith)).id();
        assertThat(record.read(COUNCIL, "RelatedPerson", tom).mask()).isEqualTo(Mask.HOME);
        assertThat(text(record.read(HOSPITAL, "Patient", edith))).contains(SECRET);
    }

    @Test
    void theRestrictionEndsWithItsLabel() {
        record.update(HOSPITAL, ruth, ruth());

        assertThat(text(record.read(COUNCIL, "RelatedPerson", ruth))).contains(SECRET);
        assertThat(text(record.vread(COUNCIL, "RelatedPerson", ruth, 1)))
                .as("today's decision governs old versions")
                .contains(SECRET);
        assertThat(text(record.read(COUNCIL, "Patient", edith))).contains(SECRET);
        assertThat(record.found(COUNCIL, "RelatedPerson", "address-postalcode=ZZ99 8JJ"))
                .containsExactly(ruth);
    }

    @Test
    void itEndsWhenTheRestrictedOneIsDeleted() {
        record.delete(HOSPITAL, "RelatedPerson", ruth);

        assertThat(text(record.read(COUNCIL, "Patient", edith))).contains(SECRET);
    }

    @Test
    void theAnswerToAWriteIsMasked() {
        Outcome outcome = record.update(COUNCIL, edith, edith().setActive(true));

        assertThat(new String(Objects.requireNonNull(outcome.content()), StandardCharsets.UTF_8))
                .contains("\"active\":true", "REDACTED")
                .doesNotContain(SECRET);
        Outcome again = record.update(COUNCIL, edith, edith().setActive(true));
        assertThat(again.changed()).isFalse();
        assertThat(new String(Objects.requireNonNull(again.content()), StandardCharsets.UTF_8))
                .contains("REDACTED")
                .doesNotContain(SECRET);
    }

    @Test
    void aPatchIsTriedOnWhatIsTold() {
        Step.Patch patch =
                new Step.Patch("Ruth", "RelatedPerson", new Change.Aim.ById(ruth), Optional.empty(), content -> {
                    assertThat(new String(content, StandardCharsets.UTF_8)).doesNotContain(SECRET);
                    return ruth();
                });
        record.exchange.run(
                COUNCIL,
                Attempt.of(COUNCIL, "patch", "RelatedPerson"),
                List.of(patch),
                true,
                Optional.empty(),
                (transaction, outcomes) -> outcomes);
    }

    @Test
    void ofARestrictedPatientOnlyPeopleAreTold() {
        Encounter stay = new Encounter();
        stay.setStatus(Encounter.EncounterStatus.INPROGRESS);
        stay.getClass_().setCode("IMP");
        stay.setSubject(new Reference("Patient/" + edith));
        String encounter = record.create(HOSPITAL, stay).id();
        record.create(PRACTICE, edith().setActive(true));
        assertThat(record.read(HOSPITAL, "Encounter", encounter).id()).isEqualTo(encounter);

        record.update(HOSPITAL, edith, labelled(edith(), "R"));

        assertMasked(record.read(PRACTICE, "Patient", edith));
        assertMasked(record.read(HOSPITAL, "Patient", edith));
        assertMasked(record.read(COUNCIL, "RelatedPerson", ruth));
        assertThat(record.read(HOSPITAL, "Encounter", encounter).id()).isEqualTo(encounter);
    }

    @Test
    void whatIsVeryRestrictedIsAbsent() {
        for (String code : List.of("V", "REDACTED")) {
            record.update(HOSPITAL, ruth, labelled(ruth(), code));
            assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).as(code).isEmpty();
            assertThat(stop(() -> record.read(COUNCIL, "RelatedPerson", ruth))).isEqualTo(FaultKind.NOT_FOUND);
            assertThat(stop(() -> record.vread(COUNCIL, "RelatedPerson", ruth, 1)))
                    .isEqualTo(FaultKind.NOT_FOUND);
            assertThat(text(record.read(HOSPITAL, "RelatedPerson", ruth))).contains(SECRET);
        }
    }

    @Test
    void whoHidesSomebodyReadsNoMoreOfWhatWasShared() {
        record.update(COUNCIL, ruth, labelled(labelled(ruth(), "R"), "V"));

        assertThat(text(record.read(COUNCIL, "RelatedPerson", ruth))).contains("Hale");
        assertThat(stop(() -> record.vread(COUNCIL, "RelatedPerson", ruth, 1))).isEqualTo(FaultKind.NOT_FOUND);
    }

    @Test
    void aVersionIsToldAsItsMaskLetsIt() {
        Version whole = record.read(TESTER, "Patient", edith);
        Version held = record.transactions.run(transaction ->
                Records.current(transaction, Sql.of("r.id = ?", edith)).getFirst());

        assertThat(text(Extent.WHOLE.of(held))).isEqualTo(text(whole));
        assertThat(text(new Extent(held.mask(), Optional.empty()).of(held)))
                .contains("masked")
                .doesNotContain(SECRET);
        assertThat(Extent.WHOLE.of("Patient", Objects.requireNonNull(held.content())))
                .isEqualTo(held.content());
    }
}
