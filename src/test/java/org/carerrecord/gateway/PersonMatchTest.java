package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code Person/$match}: who is about to write of a carer asks first. */
@OnEachStore
class PersonMatchTest {

    private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";

    private final Sandbox gateway;
    private final User hospital;

    PersonMatchTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
    }

    @Test
    void whoIsDescribedIsFoundWithGradeAndScore() {
        String carer = post(hospital, Fhir.joyce());

        List<BundleEntryComponent> found = match(hospital, joyce("Joy")).getEntry();

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().getSearch().getExtensionString(GRADE)).isEqualTo("certain");
        assertThat(found.getFirst().getSearch().getScore()).isGreaterThan(new BigDecimal("0.99"));
        Person person = (Person) found.getFirst().getResource();
        assertThat(person.getLinkFirstRep().getTarget().getReference()).isEqualTo(carer);
        assertThat(person.getNameFirstRep().getFamily()).isEqualTo("Okafor");
    }

    @Test
    void whoMayBeSomebodyElseIsNotCertain() {
        post(hospital, Fhir.joyce());
        Person initial = joyce("J");

        assertThat(match(hospital, initial).getEntryFirstRep().getSearch().getExtensionString(GRADE))
                .isIn("probable", "possible");
        assertThat(match(hospital, new Parameters().addParameter("onlyCertainMatches", new BooleanType(true)), initial)
                        .getEntry())
                .isEmpty();
    }

    @Test
    void aTwinIsNotFound() {
        post(hospital, Fhir.joyce());

        assertThat(match(hospital, joyce("Ngozi")).getEntry()).isEmpty();
    }

    @Test
    void whomTheCallerMayNotSeeIsNotFound() {
        post(hospital, Fhir.joyce());

        for (String partner : List.of("gp", "fire")) {
            assertThat(match(gateway.as(partner), joyce("Joyce")).getEntry()).isEmpty();
        }
    }

    @Test
    void whoCaresForTwoIsOneWithTheLinksThatTheCallerMaySee() {
        String first = post(hospital, Fhir.joyce());
        String second = post(hospital, Fhir.joyce());
        post(gateway.as("gp"), Fhir.joyce());

        Bundle found = match(
                hospital, new Parameters().addParameter("onlyCertainMatches", new BooleanType(true)), joyce("Joyce"));

        assertThat(found.getEntry()).hasSize(1);
        assertThat(((Person) found.getEntryFirstRep().getResource()).getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aMaskedTelephoneDoesNotBringSomebodyBeforeOthers() {
        for (int others = 0; others < 13; others++) {
            RelatedPerson like = Fhir.joyce();
            like.getTelecom().clear();
            post(hospital, like);
        }
        Patient restricted = Fhir.patient(People.nhsNumber());
        String known = hospital.create(restricted);
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        String carer = post(gateway.as("gp"), restricted, Fhir.joyce());
        Person guessed = joyce("Joyce");
        guessed.getTelecomFirstRep().setValue("07700 900456");

        assertThat(hospital.get("/fhir/" + carer).resource(RelatedPerson.class).getPatient())
                .extracting(Reference::getReference)
                .isEqualTo(known);
        assertThat(links(match(hospital, joyce("Joyce")))).isNotEmpty().isEqualTo(links(match(hospital, guessed)));
    }

    private static List<String> links(Bundle found) {
        return found.getEntry().stream()
                .flatMap(entry -> ((Person) entry.getResource()).getLink().stream())
                .map(link -> link.getTarget().getReference())
                .toList();
    }

    @Test
    void noMoreThanTheCountAreFound() {
        for (String given : List.of("Joyce", "Joy")) {
            RelatedPerson carer = Fhir.joyce(given);
            carer.getTelecom().clear();
            post(hospital, carer);
        }
        Person described = joyce("Joyce");
        described.getTelecom().clear();

        assertThat(match(hospital, new Parameters().addParameter("count", new IntegerType(1)), described)
                        .getEntry())
                .hasSize(1);
    }

    @Test
    void whatIsNoDescriptionIsRefused() {
        assertThat(hospital.fhir("POST", "/fhir/Person/$match", Fhir.json(new Parameters()))
                        .status())
                .isEqualTo(400);
        Parameters none = new Parameters().addParameter("count", new IntegerType(0));
        none.addParameter().setName("resource").setResource(joyce("Joyce"));
        assertThat(hospital.fhir("POST", "/fhir/Person/$match", Fhir.json(none)).status())
                .isEqualTo(400);
    }

    private static Bundle match(User caller, Person described) {
        return match(caller, new Parameters(), described);
    }

    private static Bundle match(User caller, Parameters asked, Person described) {
        asked.addParameter().setName("resource").setResource(described);
        Answer answer = caller.fhir("POST", "/fhir/Person/$match", Fhir.json(asked));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.bundle();
    }

    private static String post(User partner, RelatedPerson carer) {
        return post(partner, Fhir.patient(People.nhsNumber()), carer);
    }

    private static String post(User partner, Patient patient, RelatedPerson carer) {
        carer.setPatient(new Reference(partner.create(patient)));
        return partner.create(carer);
    }

    private static Person joyce(String given) {
        Person person = new Person();
        person.addName().setFamily("Okafor").addGiven(given);
        person.getBirthDateElement().setValueAsString("1962-03-04");
        person.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("07700 900123");
        return person;
    }
}
