package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.CARERS_CENTRE;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.FIRE;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.OTHER_COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.PRACTICE;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.agreement.Scopes;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who sees what, and that others cannot tell it from what is not there. */
@ParameterizedClass
@EnumSource(Database.class)
class VisibilityTest extends EdithsCarers {

    VisibilityTest(Database database) {
        super(database);
    }

    @Test
    void whoSaidItSeesAllOfIt() {
        assertThat(record.found(HOSPITAL, "RelatedPerson", "")).containsExactlyInAnyOrder(tom, ruth);
        assertThat(record.read(HOSPITAL, "RelatedPerson", ruth).id()).isEqualTo(ruth);
    }

    @Test
    void whoAloneWroteAllVersionsStandsBesideThem() {
        Patient more = People.edith();
        more.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632 960001");
        assertThat(record.create(PRACTICE, more).version()).isEqualTo(2);
        record.delete(HOSPITAL, "RelatedPerson", ruth);
        record.create(TESTER, People.carer("Patient/later", People.SAMIR, "Samir", "Rahman"));
        record.update(TESTER, "later", People.person(People.RUTH, "Ruth", "Hale", "1950-01-01"));

        assertThat(record.count("select count(*) from resource where sole is null"))
                .isOne();
        assertThat(
                        record.count(
                                """
                                select count(*) from resource r where coalesce(r.sole, '') <> (
                                    select case when min(v.partner) = max(v.partner) then min(v.partner) else '' end
                                    from version v where v.resource = r.pk)
                                """))
                .isZero();
    }

    @Test
    void whoHasNoRelationshipSeesNothingAtAll() {
        for (Caller stranger : List.of(COUNCIL, OTHER_COUNCIL, PRACTICE, FIRE)) {
            assertThat(stop(() -> record.read(stranger, "Patient", edith))).isEqualTo(FaultKind.NOT_FOUND);
            assertThat(stop(() -> record.vread(stranger, "Patient", edith, 1))).isEqualTo(FaultKind.NOT_FOUND);
            assertThat(stop(() -> record.history(stranger, "RelatedPerson", tom)))
                    .isEqualTo(FaultKind.NOT_FOUND);
            assertThat(record.found(stranger, "Patient", "family=marlow")).isEmpty();
            assertThat(record.found(stranger, "Patient", "_id=" + edith)).isEmpty();
            assertThat(record.found(stranger, "RelatedPerson", "patient=" + edith))
                    .isEmpty();
            assertThat(record.found(stranger, "RelatedPerson", "patient.family=marlow"))
                    .isEmpty();
            assertThat(record.search(stranger, "Patient", "_summary=count").total())
                    .contains(0L);
        }
    }

    @Test
    void whatIsNotVisibleCannotBeDeletedOrDeniedDifferentlyFromWhatIsNotThere() {
        assertThat(record.delete(PRACTICE, "Patient", edith).version()).isZero();
        assertThat(stop(() -> record.update(PRACTICE, edith, People.edith()))).isEqualTo(FaultKind.NOT_ALLOWED);
        assertThat(stop(() ->
                        record.create(PRACTICE, People.carer("Patient/" + edith, People.SAMIR, "Samir", "Rahman"))))
                .isEqualTo(FaultKind.INVALID);
        assertThat(record.read(HOSPITAL, "Patient", edith).version()).isEqualTo(1);
    }

    @Test
    void aSecondContributorSeesWhatIsSharedAndNotWhatIsNot() {
        Outcome pushed = record.create(PRACTICE, People.edith());

        assertThat(pushed.id()).isEqualTo(edith);
        assertThat(pushed.created())
                .as("what the practice could not see is new to it")
                .isTrue();
        assertThat(record.found(PRACTICE, "RelatedPerson", "patient=" + edith)).containsExactly(tom);
        assertThat(record.found(PRACTICE, "RelatedPerson", "name=ruth")).isEmpty();
        assertThat(stop(() -> record.read(PRACTICE, "RelatedPerson", ruth))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(stop(() -> record.history(PRACTICE, "RelatedPerson", ruth))).isEqualTo(FaultKind.NOT_FOUND);
        Found included = record.search(PRACTICE, "Patient", "_revinclude=RelatedPerson:patient");
        assertThat(included.included()).extracting(Version::id).containsExactly(tom);
    }

    @Test
    void whatWasDeletedStaysHiddenFromWhoNeverSawIt() {
        record.delete(HOSPITAL, "RelatedPerson", tom);

        assertThat(stop(() -> record.read(HOSPITAL, "RelatedPerson", tom))).isEqualTo(FaultKind.GONE);
        assertThat(stop(() -> record.read(COUNCIL, "RelatedPerson", tom))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(stop(() -> record.history(COUNCIL, "RelatedPerson", tom))).isEqualTo(FaultKind.NOT_FOUND);
    }

    @Test
    void theProvenanceOfAVersionIsSeenByWhoSeesTheVersion() {
        long pk = record.count("select pk from resource where id = ?", tom);
        assertThat(record.read
                        .said(HOSPITAL, Attempt.of(HOSPITAL, "read"), pk, 1)
                        .said()
                        .partner())
                .isEqualTo("RZ1");
        assertThat(stop(() -> record.read.said(COUNCIL, Attempt.of(COUNCIL, "read"), pk, 1)))
                .isEqualTo(FaultKind.NOT_FOUND);
    }

    @Test
    void whoMayReadAndNotWriteIsToldSoBeforeItsPatchIsTried() {
        record.tie("ZV1", record.count("select pk from resource where id = ?", edith), "referred");
        assertThat(record.read(CARERS_CENTRE, "RelatedPerson", tom).id()).isEqualTo(tom);
        Step patch = new Step.Patch("Tom", "RelatedPerson", new Change.Aim.ById(tom), Optional.empty(), content -> {
            throw new AssertionError("it was tried");
        });
        assertThat(stop(() -> record.exchange.run(
                        CARERS_CENTRE,
                        Attempt.of(CARERS_CENTRE, "patch", "RelatedPerson"),
                        List.of(patch),
                        true,
                        Optional.empty(),
                        (transaction, outcomes) -> outcomes)))
                .isEqualTo(FaultKind.FORBIDDEN);
    }

    @Test
    void anOldVersionThatWasNotSharedStaysWithItsSource() {
        RelatedPerson now = People.carer("Patient/" + edith, People.RUTH, "Ruth", "Hale");
        record.update(HOSPITAL, ruth, now);
        record.found(COUNCIL, "Patient", People.nhs(People.EDITH));

        assertThat(record.vread(COUNCIL, "RelatedPerson", ruth, 2).version()).isEqualTo(2);
        assertThat(stop(() -> record.vread(COUNCIL, "RelatedPerson", ruth, 1))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(record.vread(HOSPITAL, "RelatedPerson", ruth, 1).version()).isOne();
        assertThat(record.vread(TheRecord.TESTER, "RelatedPerson", ruth, 1).version())
                .isOne();
    }

    @Test
    void aTokenThatNamesOtherTypesShowsNothingOfThisOne() {
        Caller narrow = HOSPITAL.by(Optional.of("portal"), Scopes.of(List.of("system/Patient.r")));

        assertThat(record.read(narrow, "Patient", edith).id()).isEqualTo(edith);
        assertThat(stop(() -> record.read(narrow, "RelatedPerson", tom))).isEqualTo(FaultKind.NOT_FOUND);
    }

    private boolean isGranted(Caller caller, String type, String id) {
        return record.transactions.run(transaction -> new Visibility(caller, transaction.now())
                .isGranted(transaction, Records.held(transaction, type, id).orElseThrow()));
    }

    @Test
    void whatIsSeenWholeAndForMoreThanOnesOwnWordsIsGranted() {
        assertThat(isGranted(COUNCIL, "RelatedPerson", tom)).isFalse();
        assertThat(isGranted(FIRE, "RelatedPerson", tom)).isFalse();
        assertThat(isGranted(TheRecord.TESTER, "RelatedPerson", ruth)).isTrue();

        record.found(COUNCIL, "Patient", People.nhs(People.EDITH));
        assertThat(isGranted(COUNCIL, "RelatedPerson", tom)).isTrue();
        assertThat(isGranted(COUNCIL, "RelatedPerson", ruth)).isFalse();

        RelatedPerson restricted = People.tom("Patient/" + edith);
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        record.update(HOSPITAL, tom, restricted);
        assertThat(isGranted(COUNCIL, "RelatedPerson", tom)).isFalse();
        assertThat(isGranted(COUNCIL, "Patient", edith)).isFalse();
    }

    @Test
    void allThatIsSeenOfSeveralTypesIsFoundAtOnce() {
        record.found(COUNCIL, "Patient", People.nhs(People.EDITH));

        Map<Long, Extent> seen = record.transactions.run(transaction -> new Visibility(COUNCIL, transaction.now())
                .seen(
                        transaction,
                        List.of(
                                Records.held(transaction, "Patient", edith).orElseThrow(),
                                Records.held(transaction, "RelatedPerson", tom).orElseThrow(),
                                Records.held(transaction, "RelatedPerson", ruth).orElseThrow())));

        assertThat(seen.values()).containsExactly(Extent.WHOLE, Extent.WHOLE);
    }
}
