package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.agreement.Relation;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever had a person in its care knows them for a while; whoever took all its words back knows them no more. */
@OnEachStore
class RelationsThatEndTest {

    private final Sandbox gateway;
    private final User hospital;
    private final User practice;
    private final String number = People.nhsNumber();
    private final Agreements agreements;
    private final Agreement before;
    private String patient = "";

    RelationsThatEndTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        practice = gateway.as("gp");
        agreements = gateway.part(Agreements.class);
        before = agreements.current();
    }

    @BeforeEach
    void thePracticeTellsOfACarer() {
        gateway.empty();
        patient = practice.create(Fhir.patient(number));
        practice.create(Fhir.carer(People.nhsNumber(), patient));
        assertThat(hospital.create(Fhir.patient(number))).isEqualTo(patient);
    }

    @AfterEach
    void theAgreementIsAsBefore() {
        agreements.replace(before);
    }

    @ParameterizedTest(name = "{0} with an end {1} days ago")
    @CsvSource({
        "INPROGRESS, , true",
        "ONLEAVE, , true",
        "FINISHED, 179, true",
        "FINISHED, 181, false",
        "FINISHED, -4000, true",
        "PLANNED, 181, false",
        "CANCELLED, 1, false",
        "ENTEREDINERROR, 1, false"
    })
    void anEncounterCountsWhileItLastsAndSomeTimeLonger(
            EncounterStatus status, @Nullable Integer daysAgo, boolean knows) {
        assertThat(knowsByEncounter()).isFalse();

        hospital.create(stay(status, daysAgo));

        assertThat(knowsByEncounter()).isEqualTo(knows);
    }

    @ParameterizedTest
    @CsvSource({"AMB, 179, true", "AMB, 181, false", "EMER, 181, false", "IMP, 181, true"})
    void aVisitOfWhichNobodyTellsThatItIsOverCountsFromItsBeginning(String code, int daysAgo, boolean knows) {
        Encounter visit = stay(EncounterStatus.INPROGRESS, null);
        visit.getClass_().setCode(code);
        visit.getPeriod().setStart(Date.from(Instant.now().minus(Duration.ofDays(daysAgo))));
        hospital.create(visit);

        assertThat(knowsByEncounter()).isEqualTo(knows);
    }

    @Test
    void theLastOfSeveralCounts() {
        String open = hospital.create(stay(EncounterStatus.INPROGRESS, null));
        hospital.create(stay(EncounterStatus.FINISHED, 181));
        assertThat(knowsByEncounter()).isTrue();

        hospital.update(open, stay(EncounterStatus.FINISHED, 200));
        assertThat(knowsByEncounter()).isFalse();

        hospital.update(open, stay(EncounterStatus.INPROGRESS, null));
        assertThat(knowsByEncounter()).isTrue();

        assertThat(hospital.delete("/fhir/" + open).status()).isEqualTo(204);
        assertThat(knowsByEncounter()).isFalse();
    }

    @Test
    void anEncounterOfOneIsNoneOfAnother() {
        gateway.as("community").create(Fhir.patient(number));
        gateway.as("community").create(stay(EncounterStatus.INPROGRESS, null));

        assertThat(knowsByEncounter()).isFalse();
    }

    @Test
    void whoTookAllItsWordsBackKnowsThePersonNoMore() {
        String stay = hospital.create(stay(EncounterStatus.CANCELLED, null));
        assertThat(hospital.delete("/fhir/" + patient).status()).isEqualTo(204);
        assertThat(knows()).as("it still speaks of a stay").isTrue();

        assertThat(hospital.delete("/fhir/" + stay).status()).isEqualTo(204);
        assertThat(knows()).isFalse();
        assertThat(hospital.get("/fhir/" + patient).status()).isEqualTo(404);

        assertThat(hospital.create(Fhir.patient(number))).isEqualTo(patient);
        assertThat(knows()).isTrue();
    }

    private boolean knowsByEncounter() {
        agreements.replace(Agreed.with(
                before, "in-its-care", partner -> partner.ods().equals("RZ1") ? byEncounter(partner) : partner));
        boolean knows = knows();
        agreements.replace(before);
        return knows;
    }

    private static Partner byEncounter(Partner partner) {
        return Agreed.granted(
                partner,
                partner.grants().stream()
                        .map(grant -> grant.right() == Grant.Right.READ
                                ? new Grant(
                                        grant.right(),
                                        grant.categories(),
                                        grant.purposes(),
                                        Set.of(Relation.ENCOUNTER),
                                        grant.onConsent(),
                                        grant.ground())
                                : grant)
                        .toList());
    }

    private boolean knows() {
        List<RelatedPerson> carers = hospital.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                .found(RelatedPerson.class);
        assertThat(carers).hasSizeLessThan(2);
        return !carers.isEmpty();
    }

    private Encounter stay(EncounterStatus status, @Nullable Integer daysAgo) {
        Encounter stay = new Encounter();
        stay.setStatus(status).setSubject(new Reference(patient));
        stay.getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        if (daysAgo != null) {
            Date day = Date.from(Instant.now().minus(Duration.ofDays(daysAgo)));
            stay.setPeriod(status == EncounterStatus.PLANNED ? new Period().setStart(day) : new Period().setEnd(day));
        }
        return stay;
    }
}
