package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** What an organisation wrote by FHIR, its own later message takes back by HL7 nulls. */
@OnEachStore
class NullsAfterFhirTest extends HospitalCalls {

    private static final String NULL = "\"\"";

    /** By the sender's clock, which is a little ahead. */
    private static final int NOW = (int) Duration.ofDays(1).toMinutes();

    NullsAfterFhirTest(Store store) {
        super(store);
    }

    private Patient written() {
        Patient patient = Fhir.patient(nhsNumber);
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960005");
        return patient;
    }

    private Patient read(String patient) {
        return hospital.get("/fhir/" + patient).resource(Patient.class);
    }

    private void sendAt(int minute, String... segments) {
        sent = NOW + minute;
        send("A08", segments);
    }

    @Test
    void aTelephoneIsTakenBackAndNothingElse() {
        String patient = hospital.create(written());

        sendAt(1, pid("A" + run) + "|||||" + NULL);

        assertThat(read(patient).getTelecom()).isEmpty();
        assertThat(read(patient).hasName()).isTrue();
    }

    @Test
    void aDeathIsTakenBack() {
        String patient = hospital.create(written().setDeceased(new BooleanType(true)));

        sendAt(1, pid("A" + run) + "|".repeat(21) + NULL + "|" + NULL);

        assertThat(read(patient).hasDeceased()).isFalse();
        assertThat(read(patient).getTelecom()).hasSize(1);
    }

    @Test
    void itIsTakenBackByAMessageThatComesLateToo() {
        String patient = hospital.create(written());

        sendAt(2, pid("A" + run));
        sendAt(1, pid("A" + run) + "|||||" + NULL);

        assertThat(read(patient).getTelecom()).isEmpty();
    }

    @Test
    void anOlderMessageTakesBackNothing() {
        String patient = hospital.create(written());

        sendAt(-60, pid("A" + run) + "|||||" + NULL);

        assertThat(read(patient).getTelecom()).hasSize(1);
    }

    @Test
    void aCarersTelephoneIsTakenBack() {
        String number = People.nhsNumber();
        RelatedPerson carer = Fhir.carer(number, hospital.create(written()));
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960001");
        String reference = hospital.create(carer);

        sendAt(1, pid("A" + run), "NK1|1|OKAFOR^JOY|20||" + NULL + "|".repeat(28) + number + "^^^NHS^NH");

        RelatedPerson left = hospital.get("/fhir/" + reference).resource(RelatedPerson.class);
        assertThat(left.getTelecom()).isEmpty();
        assertThat(left.getPatient().getReference()).isNotEmpty();
    }
}
