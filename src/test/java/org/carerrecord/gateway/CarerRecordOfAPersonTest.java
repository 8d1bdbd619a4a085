package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Category;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The record of one human being who cares for two. A Person is seen by who reads everything (ADR 23); here the agreement gives
 * the council Persons, and of people, as ever, those for whom it asks.
 */
@OnEachStore
class CarerRecordOfAPersonTest {

    private final Sandbox gateway;
    private final User hospital;
    private final User practice;
    private final User council;
    private final User tester;
    private final Agreements agreements;
    private final Agreement before;
    private final String mothersNumber = People.nhsNumber();
    private final String carersNumber = People.nhsNumber();
    private String mother = "";
    private String father = "";
    private String forMother = "";
    private String forFather = "";
    private String own = "";
    private String person = "";

    CarerRecordOfAPersonTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        practice = gateway.as("gp");
        council = gateway.as("council");
        tester = gateway.as("tester");
        agreements = gateway.part(Agreements.class);
        before = agreements.current();
    }

    @BeforeEach
    void aDaughterCaresForBothParents() {
        gateway.empty();
        mother = hospital.create(Fhir.patient(mothersNumber));
        father = practice.create(Fhir.patient(People.nhsNumber()));
        forMother = hospital.create(carer(mother));
        forFather = practice.create(carer(father));
        Patient herself = Fhir.patient(carersNumber);
        herself.setName(carer(mother).getName()).setBirthDate(carer(mother).getBirthDate());
        own = practice.create(herself);
        person = "Person/"
                + tester.get("/fhir/Person?relatedperson=" + forMother)
                        .found(Person.class)
                        .getFirst()
                        .getIdElement()
                        .getIdPart();
        agreements.replace(Agreed.with(
                before, "persons", partner -> partner.ods().equals("ZL1") ? readingPersons(partner) : partner));
        council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + mothersNumber);
    }

    @AfterEach
    void theAgreementIsAsBefore() {
        agreements.replace(before);
    }

    private static Partner readingPersons(Partner partner) {
        Grant persons = new Grant(
                Grant.Right.READ,
                Set.of(Category.OTHER),
                Set.of(partner.purpose()),
                Set.of(Relation.ANY),
                false,
                "it keeps the register of carers");
        return Agreed.granted(
                partner,
                Stream.concat(partner.grants().stream(), Stream.of(persons)).toList());
    }

    private RelatedPerson carer(String patient) {
        RelatedPerson carer = Fhir.carer(carersNumber, patient);
        carer.getBirthDateElement().setValueAsString("1967-08-30");
        return carer;
    }

    private static Encounter stay(String patient) {
        Encounter stay = new Encounter();
        stay.setStatus(EncounterStatus.INPROGRESS).setSubject(new Reference(patient));
        stay.getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        return stay;
    }

    private Answer record(User user) {
        return user.get("/fhir/" + person + "/$carer-record");
    }

    /** What is in it, but for who said it. */
    private static List<String> references(Bundle record) {
        return record.getEntry().stream()
                .filter(entry -> !(entry.getResource() instanceof Provenance))
                .map(entry -> entry.getFullUrl().replaceFirst(".*/fhir/", ""))
                .toList();
    }

    @Test
    void itIsTheRelationshipsThoseCaredForAndTheCarersOwn() {
        String others = tester.create(stay(mother));
        String hers = tester.create(stay(own));
        String flag = "Flag/"
                + tester.get("/fhir/Flag?patient=" + own)
                        .found(Flag.class)
                        .getFirst()
                        .getIdElement()
                        .getIdPart();

        Bundle record = record(tester).bundle();

        assertThat(record.getType()).isEqualTo(BundleType.COLLECTION);
        assertThat(record.getMeta().getTag()).extracting(Coding::getCode).containsExactly("server-made");
        assertThat(references(record))
                .startsWith(person)
                .containsExactlyInAnyOrder(person, mother, father, own, forMother, forFather, flag, hers)
                .doesNotContain(others);
        assertThat(record.getEntry()).hasSize(16);
        assertThat(((Person) record.getEntryFirstRep().getResource()).getLink()).hasSize(3);
    }

    @Test
    void whoSeesOneOfTwoRelationshipsIsToldOfOne() {
        Answer answer = record(council);
        Bundle record = answer.bundle();

        assertThat(references(record)).containsExactlyInAnyOrder(person, mother, forMother);
        assertThat(answer.text()).doesNotContain(father, forFather, own);
        Person told = (Person) record.getEntryFirstRep().getResource();
        assertThat(told.getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactly(forMother);
        assertThat(told.getMeta().getTag()).extracting("code").contains("SUBSETTED");
    }

    @Test
    void whatIsMaskedIsMaskedHereToo() {
        assertThat(record(council).text()).contains("77 Tanners Row", "01632960777");
        Patient restricted = Fhir.patient(mothersNumber);
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        hospital.update(mother, restricted);

        Answer masked = record(council);

        assertThat(references(masked.bundle())).containsExactlyInAnyOrder(person, mother, forMother);
        assertThat(masked.text()).contains("REDACTED").doesNotContain("77 Tanners Row", "01632960777");
    }

    @Test
    void whoIsNotToBeBroughtTogetherWithTheCarerIsNot() {
        Flag apart = Fhir.hasCarer(mother);
        apart.getCode().getCodingFirstRep().setCode("do-not-connect");
        hospital.create(apart);

        Answer answer = record(council);

        assertThat(references(answer.bundle())).containsExactly(person);
        assertThat(answer.text()).doesNotContain(mother, forMother, "Fairweather");
    }

    @Test
    void whoDoesNotSeeThePersonFindsNothing() {
        for (User user : List.of(hospital, practice, gateway.as("community"), gateway.as("fire"))) {
            assertThat(record(user).status()).isEqualTo(404);
        }
        assertThat(tester.get("/fhir/Person/nobody/$carer-record").status()).isEqualTo(404);
        assertThat(tester.get("/fhir/" + person + "/$carer-record?_count=1").status())
                .isEqualTo(400);
        assertThat(gateway.stranger().get("/fhir/" + person + "/$carer-record").status())
                .isEqualTo(401);
    }

    /** A Person lies in the compartment of the carer's own Patient. */
    @Test
    void itsRowNamesTheCarerAndWhoIsInIt() {
        council.with("X-Request-ID", "5f0c1a52-0000-4000-8000-0000000000e3").get("/fhir/" + person + "/$carer-record");

        assertThat(gateway.jdbc()
                        .sql("select r.type || '/' || r.id from audit a join audit_patient p on p.audit = a.id"
                                + " join resource r on r.pk = p.patient"
                                + " where request = '5f0c1a52-0000-4000-8000-0000000000e3'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(mother, own);
    }
}
