package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;

/** A carer of these tests, and the Patient that is their own. */
abstract class OwnPatientCalls {

    final Sandbox gateway;
    final User hospital;
    final User practice;
    final User tester;
    final String number = People.nhsNumber();

    OwnPatientCalls(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        practice = gateway.as("gp");
        tester = gateway.as("tester");
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
    }

    Patient ruth() {
        Patient ruth = new Patient();
        ruth.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        ruth.addName().setFamily("Hale").addGiven("Ruth");
        ruth.getBirthDateElement().setValueAsString("1967-08-30");
        return ruth;
    }

    RelatedPerson carer(String patient) {
        RelatedPerson carer = Fhir.carer(number, patient);
        carer.setName(ruth().getName());
        carer.getBirthDateElement().setValueAsString("1967-08-30");
        return carer;
    }

    static Patient somebody() {
        return Fhir.patient(People.nhsNumber());
    }

    List<String> links(String one) {
        return tester
                .get("/fhir/Person?" + (one.startsWith("Patient") ? "patient" : "relatedperson") + "=" + one)
                .found(Person.class)
                .stream()
                .flatMap(person -> person.getLink().stream())
                .map(link -> link.getTarget().getReference())
                .toList();
    }

    /** The Patient who has the number. */
    String patient() {
        return only(tester.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                        .found(Patient.class))
                .getIdElement()
                .toUnqualifiedVersionless()
                .getValue();
    }

    List<Flag> flags(String own) {
        return seenFlags("tester", own);
    }

    List<Flag> seenFlags(String partner, String own) {
        return gateway.as(partner).get("/fhir/Flag?patient=" + own).found(Flag.class);
    }

    static String created(User user, Resource resource) {
        Answer answer = user.fhir("POST", "/fhir/" + resource.fhirType(), Fhir.json(resource));
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return reference(answer);
    }

    static String reference(Answer written) {
        return written.header("Content-Location").replaceAll("^.*/([A-Z][A-Za-z]+/[^/]+)/_history/.*$", "$1");
    }

    static <T> T only(List<T> of) {
        assertThat(of).hasSize(1);
        return of.getFirst();
    }
}
