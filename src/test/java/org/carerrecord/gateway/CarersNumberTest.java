package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Kind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cared-for person's practice does not get the carer's NHS number (carer-model.md, "What makes a carer" 4). */
@OnEachStore
class CarersNumberTest extends ContributionCalls {

    private static final String LOCAL = "https://carerrecord.org/id/local/RZ1";

    private final User practice;
    private final Agreements agreements;
    private final Agreement before;
    private String relationship = "";

    CarersNumberTest(Store store) {
        super(store);
        practice = gateway.as("gp");
        agreements = gateway.part(Agreements.class);
        before = agreements.current();
    }

    @BeforeEach
    void theHospitalTellsOfACarerOfThePracticesPatient() {
        gateway.empty();
        relationship = push(hospital);
        practice.create(Fhir.patient(patient));
    }

    @AfterEach
    void asAgreedBefore() {
        agreements.replace(before);
    }

    private List<String> found(User user, String condition) {
        return user
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient + condition)
                .found(RelatedPerson.class)
                .stream()
                .map(one -> "RelatedPerson/" + one.getIdElement().getIdPart())
                .toList();
    }

    private boolean isTold(User user) {
        RelatedPerson read = read(user, relationship);
        boolean told = read.getIdentifier().stream().map(Identifier::getValue).anyMatch(carer::equals);
        assertThat(isRedacted(read)).isEqualTo(!told);
        return told;
    }

    private static boolean isRedacted(RelatedPerson carer) {
        return carer.getMeta().getSecurity().stream().map(Coding::getCode).anyMatch("REDACTED"::equals);
    }

    @Test
    void noAnswerTellsIt() {
        String token = User.NHS_NUMBER + carer;
        Person described = new Person();
        described.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(carer);
        described.addName().setFamily("Fairweather").addGiven("Barnaby");
        described.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960777");

        for (String question : List.of(
                relationship,
                relationship + "/_history",
                relationship + "/_history/1",
                relationship + "/$contributions",
                "RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient,
                "RelatedPerson?_sort=identifier",
                "Patient?_revinclude=RelatedPerson:patient&identifier=" + User.NHS_NUMBER + patient,
                "Patient/" + patientId() + "/$everything",
                "Patient/" + patientId() + "/$carer-record",
                "Provenance?target=" + relationship)) {
            Answer answer = practice.get("/fhir/" + question);
            assertThat(answer.status()).as(question).isEqualTo(200);
            assertThat(answer.text()).as(question).doesNotContain(carer);
        }
        assertThat(isTold(practice)).isFalse();
        assertThat(read(practice, relationship).getNameFirstRep().getFamily()).isEqualTo("Fairweather");
        assertThat(practice.fhir("POST", "/fhir/Person/$match", Fhir.json(described))
                        .found(Person.class))
                .allSatisfy(one -> assertThat(one.getIdentifier()).isEmpty());

        assertThat(practice.get("/fhir/RelatedPerson?identifier=" + token).found(RelatedPerson.class))
                .isEmpty();
        assertThat(found(practice, "&identifier=" + token)).isEmpty();
        assertThat(found(practice, "&identifier=" + carer)).isEmpty();
        assertThat(found(practice, "&identifier:missing=false")).isEmpty();
        assertThat(found(practice, "&identifier:missing=true")).containsExactly(relationship);
        assertThat(found(practice, "&identifier:not=" + token)).containsExactly(relationship);
        assertThat(practice.get("/fhir/Patient?_has:RelatedPerson:patient:identifier=" + token)
                        .found(Patient.class))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hospital", "council", "tester"})
    void othersWhoMayReadTheRelationshipAreToldIt(String other) {
        assertThat(found(gateway.as(other), "&identifier=" + User.NHS_NUMBER + carer))
                .containsExactly(relationship);
        assertThat(isTold(gateway.as(other))).isTrue();
    }

    @Test
    void whoSaysItReadsItAsLongAsItSaysIt() {
        push(practice);
        assertThat(isTold(practice)).isTrue();
        assertThat(found(practice, "&identifier=" + User.NHS_NUMBER + carer)).containsExactly(relationship);
        assertThat(said(practice, relationship).getParameter()).hasSize(2);

        assertThat(practice.delete("/fhir/" + relationship).status()).isEqualTo(204);
        assertThat(isTold(practice)).isFalse();
    }

    @Test
    void whoseOwnPatientTheCarerIsIsToldIt() {
        Patient stranger = Fhir.patient(carer);
        stranger.getNameFirstRep().setFamily("Okonjo");
        String own = practice.create(stranger);
        assertThat(isTold(practice)).as("a number alone may name two people").isFalse();

        stranger.setId(own);
        stranger.getNameFirstRep().setFamily("Fairweather");
        put(practice, stranger);
        assertThat(isTold(practice)).isTrue();
        assertThat(isTold(gateway.as("tester"))).isTrue();
    }

    @Test
    void aNumberThatItSaysLeadsToNoOther() {
        String own = People.nhsNumber();
        practice.create(Fhir.patient(own));
        RelatedPerson read = read(practice, relationship);
        read.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(own);
        put(practice, read);

        assertThat(isTold(practice)).isFalse();
        assertThat(found(practice, "&identifier=" + User.NHS_NUMBER + own)).containsExactly(relationship);
        assertThat(read(hospital, relationship).getIdentifier()).hasSize(2);
    }

    @Test
    void whoHidesTheRelationshipReadsNoMoreOfIt() {
        RelatedPerson read = read(practice, relationship);
        read.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "V", null);
        put(practice, read);

        for (String version : List.of("", "/_history", "/_history/1")) {
            assertThat(practice.get("/fhir/" + relationship + version).text()).doesNotContain(carer);
        }
    }

    @Test
    void whoJoinsTheHospitalsWordsToItsOwnMakesThemNotItsOwn() {
        RelatedPerson other =
                Fhir.carer(new HumanName().setFamily("Fairweather").addGiven("Reginald"));
        String own = practice.create(other.setPatient(new Reference("Patient/" + patientId())));
        Task same = SamePersonCalls.same(own, relationship, "accept");
        assertThat(practice.fhir("POST", "/fhir/Task", Fhir.json(same)).status())
                .isEqualTo(201);

        for (RelatedPerson one : carers(practice)) {
            relationship = SamePersonCalls.reference(one);
            assertThat(isTold(practice)).isFalse();
        }
        assertThat(isTold(hospital)).isTrue();
    }

    @Test
    void aNarrativeThatMaySayItIsNotTold() {
        RelatedPerson read = read(hospital, relationship);
        read.getText().setStatus(NarrativeStatus.GENERATED).setDivAsString("<div>" + carer + "</div>");
        put(hospital, read);

        assertThat(practice.get("/fhir/" + relationship).text()).doesNotContain(carer);
        assertThat(read(hospital, relationship).getText().getDivAsString()).contains(carer);
    }

    @Test
    void theMarkOfWhatIsCutIsNoWordOfWhoWritesItBack() {
        RelatedPerson read = read(practice, relationship);
        read.getTelecomFirstRep().setValue("01632960778");
        put(practice, read);
        hospital.delete("/fhir/" + relationship);
        put(practice, read);

        assertThat(isRedacted(read(practice, relationship))).isFalse();
        assertThat(isRedacted(read(gateway.as("tester"), relationship))).isFalse();
    }

    @Test
    void whatIsWrittenBackTakesNothingAway() {
        RelatedPerson read = read(practice, relationship);
        read.getTelecomFirstRep().setValue("01632960778");
        put(practice, read);

        assertThat(isTold(practice)).isFalse();
        assertThat(isTold(hospital)).isTrue();
        assertThat(read(hospital, relationship).getTelecomFirstRep().getValue()).isEqualTo("01632960778");
        assertThat(Fhir.json(said(practice, relationship))).doesNotContain(carer);
        String patch = "[{\"op\":\"replace\",\"path\":\"/telecom/0/value\",\"value\":\"01632960779\"}]";
        assertThat(practice.with("Content-Type", "application/json-patch+json")
                        .ask("PATCH", "/fhir/" + relationship, patch.getBytes(UTF_8))
                        .status())
                .isEqualTo(200);
        assertThat(isTold(hospital)).isTrue();
        assertThat(isTold(practice)).isFalse();
    }

    @Test
    void whatWasNotCutIsTakenBackByLeavingItOut() {
        RelatedPerson read = read(practice, relationship);
        read.getTelecomFirstRep().setValue("01632960778");
        put(practice, read);
        RelatedPerson newer = read(hospital, relationship);
        newer.getTelecomFirstRep().setValue("01632960779");
        put(hospital, newer);

        put(practice, read(practice, relationship).setTelecom(null));

        assertThat(Fhir.json(said(practice, relationship))).doesNotContain("01632960778");
    }

    @Test
    void localNumbersAreTold() {
        RelatedPerson read = read(hospital, relationship);
        read.addIdentifier().setSystem(LOCAL).setValue(run);
        put(hospital, read);

        assertThat(found(practice, "&identifier=" + LOCAL + "%7C" + run)).containsExactly(relationship);
        assertThat(found(practice, "&identifier:missing=false")).containsExactly(relationship);
        assertThat(read(practice, relationship).getIdentifier()).hasSize(1);
        assertThat(isTold(practice)).isFalse();
    }

    @Test
    void theAgreementSaysWhoIsNotTold() {
        agreements.replace(untold("told-to-all", Set.of()));
        assertThat(isTold(practice)).isTrue();

        agreements.replace(untold("councils", Set.of(Kind.ADULT_SOCIAL_CARE)));
        User council = gateway.as("council");
        assertThat(found(council, "")).containsExactly(relationship);
        assertThat(isTold(council)).isFalse();
        assertThat(council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + carer)
                        .found(Patient.class))
                .isEmpty();
    }

    private Agreement untold(String version, Set<Kind> kinds) {
        return new Agreement(
                version,
                before.dated(),
                before.selfStatedFor(),
                before.encounterFor(),
                before.categories(),
                kinds,
                before.withoutConsent(),
                before.partners());
    }
}
