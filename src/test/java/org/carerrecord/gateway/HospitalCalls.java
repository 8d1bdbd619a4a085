package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** A hospital that sends messages about one person of these tests. */
abstract class HospitalCalls {

    static final String DISCHARGE = "|||||||||||||||||19||||||||202611020930|202611041415";

    final Sandbox gateway;
    final User hospital;
    final String nhsNumber = People.nhsNumber();
    final String run = People.mark();
    final Instant start = Instant.now().minus(Duration.ofDays(1));
    int sent;

    HospitalCalls(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
    }

    Answer send(String trigger, String... segments) {
        Answer answer = hospital.hl7(message(trigger, segments));
        assertThat(answer.text()).contains("MSA|AA");
        return answer;
    }

    String message(String trigger, String... segments) {
        sent++;
        String at = Adt.time(start.plus(Duration.ofMinutes(sent)));
        return "MSH|^~\\&|PAS|RZ1|ROUTE|ROUTE|" + at + "||ADT^" + trigger + "|" + run + "-" + sent + "|P|2.5\rEVN||"
                + at + "\r" + String.join("\r", segments) + "\r";
    }

    String pid(String local) {
        return "PID|1||" + nhsNumber + "^^^NHS^NH~" + local + "^^^PAS^MR||FAIRWEATHER^WINIFRED||19380709|2";
    }

    List<Patient> patients() {
        return tester("Patient?identifier=" + User.NHS_NUMBER + nhsNumber).found(Patient.class);
    }

    List<RelatedPerson> carers() {
        return tester("RelatedPerson?patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(RelatedPerson.class);
    }

    Answer tester(String question) {
        return gateway.as("tester").get("/fhir/" + question);
    }
}
