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
        String carer = say(hospital, "Joyce", "1962-03-04");

        List<BundleEntryComponent> found =
                match(hospital, joyce("Joy", "1962-03-04")).getEntry();

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().getSearch().getExtensionString(GRADE)).isEqualTo("certain");
        assertThat(found.getFirst().getSearch().getScore()).isGreaterThan(new BigDecimal("0.99"));
        Person person = (Person) found.getFirst().getResource();
        assertThat(person.getLinkFirstRep().getTarget().getReference()).isEqualTo(carer);
        assertThat(person.getNameFirstRep().getFamily()).isEqualTo("Okafor");
    }

    @Test
    void whoMayBeSomebodyElseIsNotCertain() {
        say(hospital, "Joyce", "1962-03-04");
        Person initial = joyce("J", "1962-03-04");

        assertThat(match(hospital, initial).getEntryFirstRep().getSearch().getExtensionString(GRADE))
                .isIn("probable", "possible");
        assertThat(match(hospital, new Parameters().addParameter("onlyCertainMatches", new BooleanType(true)), initial)
                        .getEntry())
                .isEmpty();
    }

    @Test
    void aTwinIsNotFound() {
        say(hospital, "Joyce", "1962-03-04");

        assertThat(match(hospital, joyce("Ngozi", "1962-03-04")).getEntry()).isEmpty();
    }

    @Test
    void whomTheCallerMayNotSeeIsNotFound() {
        say(hospital, "Joyce", "1962-03-04");

        for (String partner : List.of("gp", "fire")) {
            assertThat(match(gateway.as(partner), joyce("Joyce", "1962-03-04")).getEntry())
                    .isEmpty();
        }
    }

    @Test
    void whoCaresForTwoIsOneWithTheLinksThatTheCallerMaySee() {
        String first = say(hospital, "Joyce", "1962-03-04");
        String second = say(hospital, "Joyce", "1962-03-04");
        say(gateway.as("gp"), "Joyce", "1962-03-04");

        Bundle found = match(
                hospital,
                new Parameters().addParameter("onlyCertainMatches", new BooleanType(true)),
                joyce("Joyce", "1962-03-04"));

        assertThat(found.getEntry()).hasSize(1);
        assertThat(((Person) found.getEntryFirstRep().getResource()).getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aMaskedTelephoneDoesNotBringSomebodyBeforeOthers() {
        for (int others = 0; others < 13; others++) {
            RelatedPerson like = carer("Joyce", "1962-03-04");
            like.getTelecom().clear();
            post(hospital, like);
        }
        Patient restricted = Fhir.patient(People.nhsNumber());
        String known = reference(hospital.fhir("POST", "/fhir/Patient", Fhir.json(restricted)));
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        String carer = post(gateway.as("gp"), restricted, carer("Joyce", "1962-03-04"));
        Person guessed = joyce("Joyce", "1962-03-04");
        guessed.getTelecomFirstRep().setValue("07700 900456");

        assertThat(hospital.get("/fhir/" + carer).resource(RelatedPerson.class).getPatient())
                .extracting(Reference::getReference)
                .isEqualTo(known);
        assertThat(links(match(hospital, joyce("Joyce", "1962-03-04"))))
                .isNotEmpty()
                .isEqualTo(links(match(hospital, guessed)));
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
            RelatedPerson carer = carer(given, "1962-03-04");
            carer.getTelecom().clear();
            post(hospital, carer);
        }
        Person described = joyce("Joyce", "1962-03-04");
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
        none.addParameter().setName("resource").setResource(joyce("Joyce", "1962-03-04"));
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

    private static String say(User partner, String given, String born) {
        return post(partner, carer(given, born));
    }

    private static String post(User partner, RelatedPerson carer) {
        return post(partner, Fhir.patient(People.nhsNumber()), carer);
    }

    private static String post(User partner, Patient patient, RelatedPerson carer) {
        carer.setPatient(new Reference(reference(partner.fhir("POST", "/fhir/Patient", Fhir.json(patient)))));
        return reference(partner.fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer)));
    }

    private static String reference(Answer created) {
        return created.header("Location").replaceAll("^.*/([A-Z][A-Za-z]+/[^/]+)/_history/.*$", "$1");
    }

    private static RelatedPerson carer(String given, String born) {
        RelatedPerson carer = new RelatedPerson();
        carer.setActive(true);
        carer.addRelationship()
                .addCoding()
                .setSystem(Systems.UK_CORE_RELATIONSHIP_ROLE)
                .setCode("Carer")
                .setDisplay("Carer");
        carer.addName().setFamily("Okafor").addGiven(given);
        carer.getBirthDateElement().setValueAsString(born);
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("07700 900123");
        return carer;
    }

    private static Person joyce(String given, String born) {
        Person person = new Person();
        person.addName().setFamily("Okafor").addGiven(given);
        person.getBirthDateElement().setValueAsString(born);
        person.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("07700 900123");
        return person;
    }
}
