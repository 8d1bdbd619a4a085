package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

/**
 * A secret in what is denied or masked never shows, whatever is asked: filters on it, orders by it, chains through it, counts,
 * includes, history, ETags, patches that try it, error texts.
 *
 * <p>No question holds the whole secret, so an answer that holds it did not repeat the question.
 */
@OnEachStore
class LeakQueriesTest {

    private static final int QUERIES = Integer.getInteger("leak.queries", 10_000);

    /** Ends every string that somebody may not see. */
    private static final String SECRET = "zq8342";

    private final Sandbox gateway;
    private final int queries;
    private final User practice;
    private final List<User> asking;
    private final List<String> masked = new ArrayList<>();
    private final List<String> beside = new ArrayList<>();
    private final List<String> denied = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();
    private final List<String> numbered = new ArrayList<>();
    private final String carersNumber = People.nhsNumber();

    LeakQueriesTest(Store store) {
        gateway = Sandbox.on(store);
        practice = gateway.as("gp");
        queries = store == Store.H2 ? QUERIES : QUERIES / 10;
        asking = List.of(
                gateway.as("council"),
                gateway.as("community"),
                practice,
                gateway.as("gp-2"),
                gateway.as("carers-centre"),
                gateway.as("council-children"),
                gateway.as("fire"));
    }

    @Test
    void theSecretShowsInNoAnswer() {
        fill();
        Random random = new Random(20261122);
        LeakQuestions questions = new LeakQuestions(random, List.of(masked, denied, beside, numbered), numbers);
        for (int i = 0; i < queries; i++) {
            User user = asking.get(random.nextInt(asking.size()));
            LeakQuestions.Asked asked = questions.next();
            Answer answer = asked.by(user);
            String told = (answer.text() + answer.response().headers().map()).toLowerCase(Locale.ROOT);
            assertThat(told).as("query %d: %s", i, asked).doesNotContain(SECRET);
            assertThat(answer.status()).as("query %d: %s", i, asked).isLessThan(500);
            if (user.equals(practice)) {
                assertThat(told).as("query %d: %s", i, asked).doesNotContain(carersNumber);
            }
            for (String id : denied) {
                assertThat(told).as("query %d: %s", i, asked).doesNotContain(signs(id));
            }
            if (asked.isByUntold()) {
                for (String id : masked) {
                    assertThat(told).as("query %d: %s", i, asked).doesNotContain(signs(id));
                }
            }
            if (asked.isByHome()) {
                for (String id : beside) {
                    assertThat(told).as("query %d: %s", i, asked).doesNotContain(signs(id));
                }
            }
        }
    }

    /** That a resource, or a link to it, is in an answer; the question is repeated in none of these forms. */
    private static String[] signs(String id) {
        return new String[] {
            "\"id\":\"" + id + "\"", "\"reference\":\"patient/" + id, "\"reference\":\"relatedperson/" + id
        };
    }

    /** People of whom the askers know something, and people of whom they may know nothing. */
    private void fill() {
        User hospital = gateway.as("hospital");
        String number = People.nhsNumber();
        Patient restricted = secret(Fhir.patient(number));
        masked.add(created(hospital, restricted));
        Patient again = labelled(restricted.copy(), "R");
        again.setId(masked.getFirst());
        assertThat(hospital.fhir("PUT", "/fhir/Patient/" + masked.getFirst(), Fhir.json(again))
                        .status())
                .isEqualTo(200);
        RelatedPerson carer = Fhir.carer(People.nhsNumber(), "Patient/" + masked.getFirst());
        carer.addAddress().addLine("Hideaway " + SECRET).setPostalCode("ZZ99 8" + SECRET);
        carer.addIdentifier().setSystem("urn:hideaway").setValue(SECRET);
        masked.add(created(hospital, hidden(labelled(carer, "R"))));
        denied.add(created(hospital, encounter("Patient/" + masked.getFirst())));
        Patient bare = new Patient();
        bare.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        gateway.as("community").fhir("POST", "/fhir/Patient", Fhir.json(bare));
        gateway.as("council-children").fhir("POST", "/fhir/Patient", Fhir.json(bare));
        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number);

        String besides = People.nhsNumber();
        numbers.addAll(List.of(number, besides));
        Patient sharing = hidden(Fhir.patient(besides));
        sharing.getAddress().clear();
        sharing.addAddress().addLine("Hideaway " + SECRET).setPostalCode("ZZ99 8" + SECRET);
        sharing.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960" + SECRET);
        sharing.addContact().getName().setText("Hideaway " + SECRET);
        beside.add(created(hospital, sharing));
        created(hospital, labelled(Fhir.carer(People.nhsNumber(), "Patient/" + beside.getFirst()), "R"));
        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + besides);

        Patient stranger = secret(Fhir.patient(People.nhsNumber()));
        stranger.getNameFirstRep().setFamily("Hidden" + SECRET);
        denied.add(created(hospital, stranger));
        RelatedPerson ofStranger = Fhir.carer(People.nhsNumber(), "Patient/" + denied.getLast());
        ofStranger.getNameFirstRep().setFamily("Hidden" + SECRET);
        denied.add(created(hospital, ofStranger));

        String known = People.nhsNumber();
        numbers.add(known);
        String patient = created(hospital, Fhir.patient(known));
        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + known);
        RelatedPerson very = Fhir.carer(People.nhsNumber(), "Patient/" + patient);
        very.getNameFirstRep().setFamily("Hidden" + SECRET);
        denied.add(created(hospital, hidden(labelled(very, "V"))));
        numbered.add(created(hospital, Fhir.carer(carersNumber, "Patient/" + patient)));
        practice.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(known)));
        String parted = People.nhsNumber();
        numbers.add(parted);
        String marked = created(hospital, Fhir.patient(parted));
        created(hospital, doNotConnect("Patient/" + marked));
        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + parted);
        RelatedPerson other = Fhir.carer(People.nhsNumber(), "Patient/" + marked);
        other.getNameFirstRep().setFamily("Hidden" + SECRET);
        denied.add(created(hospital, other));
        RelatedPerson possible = Fhir.carer(People.nhsNumber(), "Patient/" + patient);
        possible.getNameFirstRep().setFamily("Hidden" + SECRET);
        possible.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("possible"));
        denied.add(created(hospital, possible));
        RelatedPerson young = Fhir.carer(People.nhsNumber(), "Patient/" + patient);
        young.getNameFirstRep().setFamily("Hidden" + SECRET);
        young.addExtension(
                Canonical.Extension.CARER_KIND,
                new CodeableConcept(new Coding(Canonical.CodeSystem.CARER_KIND, "young", null)));
        denied.add(created(hospital, young));
    }

    private static Flag doNotConnect(String patient) {
        Flag flag = Fhir.hasCarer(patient);
        flag.getCode().getCodingFirstRep().setCode("do-not-connect");
        return flag;
    }

    private static Patient secret(Patient patient) {
        patient.getAddress().clear();
        patient.addAddress()
                .addLine("Hideaway " + SECRET)
                .setCity("Hideaway " + SECRET)
                .setPostalCode("ZZ99 8" + SECRET);
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960" + SECRET);
        patient.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("hideaway." + SECRET);
        patient.addIdentifier().setSystem("urn:hideaway").setValue(SECRET);
        patient.getMaritalStatus().setText("Hideaway " + SECRET);
        patient.addContact().getName().setText("Hideaway " + SECRET);
        patient.addGeneralPractitioner()
                .getIdentifier()
                .setSystem("urn:hideaway")
                .setValue(SECRET);
        patient.getManagingOrganization().setDisplay("Hideaway " + SECRET);
        patient.getMeta().setSource("urn:hideaway:" + SECRET);
        return hidden(patient);
    }

    /** With the secret where any resource may have it. */
    private static <T extends DomainResource> T hidden(T resource) {
        resource.addExtension("urn:hideaway", new StringType("Hideaway " + SECRET));
        resource.getText().setStatus(NarrativeStatus.GENERATED);
        resource.getText().setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">Hideaway " + SECRET + "</div>");
        return resource;
    }

    private static <T extends Resource> T labelled(T resource, String code) {
        resource.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, code, null);
        return resource;
    }

    private static Encounter encounter(String patient) {
        Encounter stay = hidden(new Encounter());
        stay.setStatus(EncounterStatus.FINISHED);
        stay.getClass_().setCode("IMP");
        stay.setSubject(new Reference(patient));
        stay.addIdentifier().setSystem("urn:hideaway").setValue(SECRET);
        return stay;
    }

    private static String created(User user, Resource resource) {
        Answer answer = user.fhir("POST", "/fhir/" + resource.fhirType(), Fhir.json(resource));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.header("Location").replaceFirst(".*/" + resource.fhirType() + "/([^/]+)/.*", "$1");
    }
}
