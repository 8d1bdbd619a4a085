package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.FIRE;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class WritingTest {

    private static final String LINK = "urn:uuid:9f0c1a52-0000-4000-8000-000000000001";

    private final TheRecord record;

    WritingTest(Database database) {
        record = TheRecord.on(database);
    }

    @Test
    void whatWasCreatedIsReadBackWithItsIdAndVersion() {
        Outcome created = record.create(HOSPITAL, People.edith());

        assertThat(created.created()).isTrue();
        assertThat(created.version()).isEqualTo(1);
        Version version = record.read(HOSPITAL, "Patient", created.id());
        Patient read = record.resource(version, Patient.class);
        assertThat(read.getIdElement().getIdPart()).isEqualTo(created.id());
        assertThat(read.getMeta().getVersionId()).isEqualTo("1");
        assertThat(read.getMeta().getLastUpdated()).isEqualTo(Date.from(created.updated()));
        assertThat(read.getNameFirstRep().getFamily()).isEqualTo("Marlow");
        assertThat(version.said().partner()).isEqualTo("RZ1");
        assertThat(version.method()).isEqualTo("POST");
    }

    @Test
    void anUpdateIsTheNextVersionAndTheFirstCanStillBeRead() {
        String id = record.create(HOSPITAL, People.edith()).id();
        Patient moved = People.edith();
        moved.addAddress().setCity("Wenbury");

        Outcome updated = record.update(HOSPITAL, id, moved);

        assertThat(updated.created()).isFalse();
        assertThat(updated.version()).isEqualTo(2);
        assertThat(record.resource(record.vread(HOSPITAL, "Patient", id, 1), Patient.class)
                        .hasAddress())
                .isFalse();
        assertThat(record.resource(record.vread(HOSPITAL, "Patient", id, 2), Patient.class)
                        .hasAddress())
                .isTrue();
        assertThat(stop(() -> record.vread(HOSPITAL, "Patient", id, 3))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(record.history(HOSPITAL, "Patient", id))
                .extracting(Version::version)
                .containsExactly(2, 1);
    }

    @Test
    void theSameContentMakesNoNewVersion() {
        String id = record.create(HOSPITAL, People.edith()).id();
        Map<String, Long> before = record.rows();

        Outcome again = record.update(HOSPITAL, id, People.edith());

        assertThat(again.version()).isEqualTo(1);
        assertThat(again.created()).isFalse();
        assertThat(record.history(HOSPITAL, "Patient", id)).hasSize(1);
        Map<String, Long> after = record.rows();
        before.merge("audit", 2L, Long::sum);
        before.merge("audit_patient", 2L, Long::sum);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void ifMatchLetsOnlyTheOneThroughWhoSawTheLastVersion() {
        String id = record.create(HOSPITAL, People.edith()).id();
        Patient renamed = People.edith();
        renamed.getNameFirstRep().addGiven("Anne");

        assertThat(stop(() -> record.update(HOSPITAL, id, renamed, 2))).isEqualTo(FaultKind.VERSION_MISMATCH);
        assertThat(record.update(HOSPITAL, id, renamed, 1).version()).isEqualTo(2);
        assertThat(stop(() -> record.update(HOSPITAL, id, People.edith(), 1))).isEqualTo(FaultKind.VERSION_MISMATCH);
        assertThat(record.read(HOSPITAL, "Patient", id).version()).isEqualTo(2);
    }

    @Test
    void whatWasDeletedIsGoneAndAnUpdateBringsItBackAsTheNextVersion() {
        String id = record.create(HOSPITAL, People.edith()).id();

        Outcome deleted = record.delete(HOSPITAL, "Patient", id);

        assertThat(deleted.version()).isEqualTo(2);
        assertThat(deleted.content()).isNull();
        assertThat(stop(() -> record.read(HOSPITAL, "Patient", id))).isEqualTo(FaultKind.GONE);
        assertThat(stop(() -> record.vread(HOSPITAL, "Patient", id, 2))).isEqualTo(FaultKind.GONE);
        assertThat(record.vread(HOSPITAL, "Patient", id, 1).content()).isNotNull();
        assertThat(record.found(HOSPITAL, "Patient", "family=marlow")).isEmpty();
        assertThat(record.delete(HOSPITAL, "Patient", id).version()).isEqualTo(2);

        Outcome back = record.update(HOSPITAL, id, People.edith());

        assertThat(back.created()).isTrue();
        assertThat(back.version()).isEqualTo(3);
        assertThat(record.history(HOSPITAL, "Patient", id))
                .extracting(Version::method)
                .containsExactly("PUT", "DELETE", "POST");
        assertThat(record.found(HOSPITAL, "Patient", "family=marlow")).containsExactly(id);
    }

    @Test
    void anIdThatNobodyKnowsIsNotFoundAndPartnersDoNotChooseIds() {
        assertThat(stop(() -> record.read(HOSPITAL, "Patient", "nobody"))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(stop(() -> record.history(HOSPITAL, "Patient", "nobody"))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(record.delete(HOSPITAL, "Patient", "nobody").version()).isZero();
        assertThat(stop(() -> record.update(HOSPITAL, "mine", People.edith()))).isEqualTo(FaultKind.NOT_ALLOWED);

        assertThat(record.update(TESTER, "mine", People.edith()).id()).isEqualTo("mine");
        assertThat(record.delete(TESTER, "Patient", "nobody").version()).isZero();
    }

    @Test
    void entriesOfATransactionReferToEachOtherByUuidWhateverTheirOrder() {
        List<Outcome> outcomes =
                record.transaction(HOSPITAL, Asked.create(People.tom(LINK)), Asked.create(LINK, People.edith()));

        Outcome carer = outcomes.getFirst();
        Outcome patient = outcomes.getLast();
        assertThat(carer.type()).isEqualTo("RelatedPerson");
        assertThat(record.resource(record.read(HOSPITAL, "RelatedPerson", carer.id()), RelatedPerson.class)
                        .getPatient()
                        .getReference())
                .isEqualTo("Patient/" + patient.id());
        assertThat(carer.patient()).isEqualTo(patient.pk());
    }

    @Test
    void aBundleWithOneBadEntryStoresNothingAtAll() {
        record.create(HOSPITAL, People.samir());
        Map<String, Long> before = record.rows();
        Patient samir = People.samir();
        samir.addAddress().setCity("Wenbury");

        assertThat(stop(() -> record.transaction(
                        HOSPITAL,
                        Asked.create(LINK, People.edith()),
                        Asked.create(People.tom(LINK)),
                        Asked.updateMatching(samir, People.nhs(People.SAMIR)),
                        Asked.create(People.carer("Patient/absent", People.RUTH, "Ruth", "Hale")))))
                .isEqualTo(FaultKind.INVALID);

        assertThat(record.rows()).isEqualTo(before);
        assertThat(record.found(HOSPITAL, "Patient", "address-city=wenbury")).isEmpty();
    }

    @Test
    void twoEntriesForOneResourceAreRefused() {
        assertThat(stop(() -> record.transaction(HOSPITAL, Asked.create(People.edith()), Asked.create(People.edith()))))
                .isEqualTo(FaultKind.INVALID);
        String id = record.create(HOSPITAL, People.edith()).id();
        assertThat(stop(() -> record.transaction(
                        HOSPITAL,
                        Asked.update(id, People.edith(), Optional.empty()),
                        Asked.delete("Patient", new Change.Aim.Matching(People.nhs(People.EDITH))))))
                .isEqualTo(FaultKind.INVALID);
    }

    @Test
    void aPersonWithTheNumbersOfTwoPeopleIsADuplicate() {
        record.create(HOSPITAL, People.edith());
        record.create(HOSPITAL, People.samir());
        Patient both = People.edith();
        both.addIdentifier(People.samir().getIdentifierFirstRep());

        assertThat(stop(() -> record.create(HOSPITAL, both))).isEqualTo(FaultKind.DUPLICATE);
    }

    @Test
    void aReferenceToNobodyIsRefusedAndALinkToNoEntryToo() {
        assertThat(stop(() -> record.create(HOSPITAL, People.tom("Patient/absent"))))
                .isEqualTo(FaultKind.INVALID);
        assertThat(stop(() -> record.create(HOSPITAL, People.tom(LINK)))).isEqualTo(FaultKind.INVALID);
        String deleted = record.create(HOSPITAL, People.edith()).id();
        record.delete(HOSPITAL, "Patient", deleted);
        assertThat(stop(() -> record.create(HOSPITAL, People.tom("Patient/" + deleted))))
                .isEqualTo(FaultKind.INVALID);
    }

    @Test
    void theTesterMayReferToWhatComesLater() {
        Outcome carer = record.create(TESTER, People.tom("Patient/later"));

        assertThat(stop(() -> record.read(TESTER, "Patient", "later"))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(record.found(TESTER, "Patient", "_id=later")).isEmpty();
        assertThat(record.found(TESTER, "RelatedPerson", "patient=later")).containsExactly(carer.id());

        Outcome later = record.update(TESTER, "later", People.edith());

        assertThat(later.created()).isTrue();
        assertThat(later.version()).isEqualTo(1);
        assertThat(record.read(TESTER, "Patient", "later").method()).isEqualTo("PUT");
        assertThat(record.found(TESTER, "RelatedPerson", "patient." + People.nhs(People.EDITH)))
                .containsExactly(carer.id());
    }

    @Test
    void deletingWhatWasOnlyReferredToDoesNothing() {
        record.create(TESTER, People.tom("Patient/later"));

        assertThat(record.delete(TESTER, "Patient", "later").version()).isZero();
    }

    @Test
    void whatTheAgreementDoesNotLetAPartnerSayIsForbidden() {
        assertThat(stop(() -> record.create(FIRE, People.edith()))).isEqualTo(FaultKind.FORBIDDEN);
        assertThat(record.rows().get("resource")).isZero();
    }

    @Test
    void anNhsNumberWhoseCheckDigitFailsAndAMissingElementAreRefused() {
        assertThat(stop(() -> record.create(HOSPITAL, People.person("9990000019", "Edith", "Marlow", "1941"))))
                .isEqualTo(FaultKind.INVALID);
        String edith = record.create(HOSPITAL, People.edith()).id();
        Encounter withoutClass =
                new Encounter().setStatus(EncounterStatus.INPROGRESS).setSubject(new Reference("Patient/" + edith));
        assertThat(stop(() -> record.create(HOSPITAL, withoutClass))).isEqualTo(FaultKind.INVALID);
    }

    @Test
    void everyRequestLeavesItsAuditRow() {
        String id = record.create(HOSPITAL, People.edith()).id();
        record.read(HOSPITAL, "Patient", id);

        assertThat(record.count("select count(*) from audit where interaction = 'read' and partner = 'RZ1' and"
                        + " ground = 'hospital reads' and outcome = 200 and agreement = 'test-1' and type = 'Patient'"))
                .isOne();
        assertThat(record.count("select count(*) from audit where interaction = 'transaction' and outcome = 201"))
                .isOne();
        assertThat(record.count("select count(*) from audit_patient")).isEqualTo(2);
    }

    @Test
    void textThatDatabasesFindHardIsKept() {
        Patient odd = People.person(People.ZOE, "Zo\u00eb \uD83D\uDE00", "M\u00fcller\u0000\uD800x".repeat(60), "1950");

        String id = record.create(HOSPITAL, odd).id();

        assertThat(record.found(HOSPITAL, "Patient", "family=MULLER")).containsExactly(id);
        assertThat(record.found(HOSPITAL, "Patient", "given=zoe")).containsExactly(id);
    }
}
