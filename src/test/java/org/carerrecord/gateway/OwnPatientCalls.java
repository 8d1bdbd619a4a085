package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.RelatedPerson;
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

    List<String> flagStates(String own) {
        return flags(own).stream().map(flag -> flag.getStatus().toCode()).toList();
    }

    List<Flag> seenFlags(String partner, String own) {
        return gateway.as(partner).get("/fhir/Flag?patient=" + own).found(Flag.class);
    }

    /** For how many people of whom nobody spoke as a patient yet there is a place. */
    int placesKept() {
        return gateway.jdbc()
                .sql("select count(*) from resource where version = 0")
                .query(Integer.class)
                .single();
    }

    User hospitalThatSees(String... carers) {
        for (String carer : carers) {
            gateway.jdbc()
                    .sql("insert into relationship (partner, patient, kind) select 'RZ1', patient, 'encounter' from"
                            + " resource where type = 'RelatedPerson' and id = ?")
                    .params(carer.substring(carer.indexOf('/') + 1))
                    .update();
        }
        return hospital;
    }

    static <T> T only(List<T> of) {
        assertThat(of).hasSize(1);
        return of.getFirst();
    }
}
