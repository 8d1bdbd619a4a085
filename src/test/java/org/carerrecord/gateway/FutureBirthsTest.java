package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** A date of birth that lies ahead is a slip: no message's is taken, each is told, and what was said before stands. */
@OnEachStore
class FutureBirthsTest extends HospitalCalls {

    private static final String TOLD = "a date of birth in the future";

    FutureBirthsTest(Store store) {
        super(store);
    }

    @Test
    void ofAHospitalNoneIsTakenAndEachIsTold() {
        send("A31", pid("A" + run), "NK1|1|HALE^RUTH|20|||||||||||||19670504");

        String answer = send(
                        "A31",
                        pid("A" + run).replace("19380709", "20991231"),
                        "NK1|1|HALE^RUTH|20|||||||||||||20990101")
                .text();

        assertThat(answer).contains("PID^1^7", "NK1^1^16", TOLD);
        assertThat(patients().getFirst().getBirthDateElement().getValueAsString())
                .isEqualTo("1938-07-09");
        assertThat(carers().getFirst().getBirthDateElement().getValueAsString()).isEqualTo("1967-05-04");
    }

    @Test
    void ofAPracticeNoneIsTaken() {
        Patient patient = Fhir.patient(nhsNumber);
        patient.getBirthDateElement().setValueAsString("2099");

        Answer answer = gateway.as("gp")
                .with("Content-Type", "application/fhir+json")
                .ask("POST", "/intake/fhir", Fhir.json(patient).getBytes(UTF_8));

        assertThat(answer.text()).contains("Patient.birthDate", TOLD);
        assertThat(patients()).singleElement().matches(one -> !one.hasBirthDate());
    }

    @Test
    void ofACouncilNoneIsTaken() {
        String extract = "record,person_id,nhs_id,last_name,first_name,date_of_birth\nperson,E" + nhsNumber + ","
                + nhsNumber + ",Ashdown,Vera,2099-01-02\n";

        Answer answer = gateway.as("council")
                .with("Content-Type", "text/csv")
                .ask("POST", "/intake/council", extract.getBytes(UTF_8));

        assertThat(answer.text()).contains("row 1: taken, with losses", TOLD);
        assertThat(patients()).singleElement().matches(one -> !one.hasBirthDate());
    }

    /** What a FHIR write says is kept as it was said. */
    @Test
    void aFhirWriteKeepsItAndMakesNobodyAChild() {
        String reference = Fhir.reference(
                hospital.fhir("POST", "/fhir", Fhir.json(Fhir.push(nhsNumber, People.nhsNumber())))
                        .bundle(),
                1);
        RelatedPerson carer = hospital.get("/fhir/" + reference).resource(RelatedPerson.class);
        carer.getBirthDateElement().setValueAsString("2099-01-01");

        hospital.update(reference, carer);

        assertThat(hospital.get("/fhir/" + reference)
                        .resource(RelatedPerson.class)
                        .getBirthDateElement()
                        .getValueAsString())
                .isEqualTo("2099-01-01");
        assertThat(gateway.as("council")
                        .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                        .found(RelatedPerson.class))
                .as("a council of adults' services sees who is no child")
                .hasSize(1);
    }
}
