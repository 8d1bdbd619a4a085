package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** What events of a hospital make of a person and their stay. */
@OnEachStore
class HospitalEventsTest extends HospitalCalls {

    HospitalEventsTest(Store store) {
        super(store);
    }

    @Test
    void aCancelledDischargeOpensTheStayAndALaterOneEndsItAgain() {
        send("A01", pid("A" + run), stay(""));
        send("A03", pid("A" + run), stay(DISCHARGE));
        assertThat(stay().getStatus().toCode()).isEqualTo("finished");
        assertThat(stay().getHospitalization().hasDischargeDisposition()).isTrue();

        send("A13", pid("A" + run), stay(""));
        assertThat(stay().getStatus().toCode()).isEqualTo("in-progress");
        assertThat(stay().getPeriod().hasStart()).as("said once, still said").isTrue();
        assertThat(stay().getPeriod().hasEnd()).isFalse();
        assertThat(stay().getHospitalization().hasDischargeDisposition()).isFalse();

        send("A03", pid("A" + run), stay(DISCHARGE));
        assertThat(stay().getStatus().toCode()).isEqualTo("finished");
        send("A11", pid("A" + run), stay(""));
        assertThat(stay().getStatus().toCode()).isEqualTo("cancelled");
    }

    @Test
    void aDeletedPersonKeepsWhatOthersSay() {
        send("A28", pid("A" + run), "NK1|1|FAIRWEATHER^TOM|20");
        String practice =
                "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\","
                        + "\"value\":\"" + nhsNumber
                        + "\"}],\"name\":[{\"family\":\"Fairweather\",\"given\":[\"Win\"]}]}";
        assertThat(gateway.as("gp")
                        .fhir("PUT", "/fhir/Patient?identifier=" + User.NHS_NUMBER + nhsNumber, practice)
                        .status())
                .isEqualTo(201);

        send("A29", pid("A" + run));

        Patient left = patients().getFirst();
        assertThat(left.getNameFirstRep().getGivenAsSingleString()).isEqualTo("Win");
        assertThat(left.hasBirthDate()).isFalse();
        assertThat(left.getIdentifier()).hasSize(2);
        assertThat(carers()).allMatch(carer -> !carer.getActive());
    }

    @Test
    void aBadMessageDoesNotSinkItsNeighbours() throws IOException {
        String other = People.nhsNumber();
        String batch = "BHS|^~\\&|PAS|RZ1|ROUTE|ROUTE|||||BATCH" + run + "\r" + message("A28", pid("A" + run))
                + message("A28", "PID|1||1234567890^^^NHS") + message("A17", pid("A" + run))
                + message("A28", pid("C" + run).replace(nhsNumber, other)) + "BTS|4\r";
        Answer answer = hospital.hl7(batch);
        List<String> lines = answer.text().lines().toList();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(lines.getFirst())
                .startsWith("BHS|^~\\&|ROUTE|ROUTE|PAS|RZ1|")
                .endsWith("|BATCH" + run);
        assertThat(lines.getLast()).isEqualTo("BTS|4");
        assertThat(lines.stream().filter(line -> line.startsWith("MSA")).map(line -> line.substring(0, 6)))
                .containsExactly("MSA|AA", "MSA|AE", "MSA|AR", "MSA|AA");
        assertThat(patients()).hasSize(1);
        assertThat(tester("Patient?identifier=" + User.NHS_NUMBER + other).found(Patient.class))
                .hasSize(1);
        for (int number = 1; number <= 4; number++) {
            assertThat(hospital.get("/messages?controlId=" + run + "-" + number).text())
                    .as("each is kept for itself")
                    .contains("\"controlId\":\"" + run + "-" + number + "\"");
        }
        try (MllpSocket socket = new MllpSocket(gateway)) {
            assertThat(socket.ask(batch).lines().filter(line -> line.startsWith("MSA")))
                    .as("sent again over MLLP, each is answered as before")
                    .map(line -> line.substring(0, 6))
                    .containsExactly("MSA|AA", "MSA|AE", "MSA|AR", "MSA|AA");
        }
    }

    private String stay(String rest) {
        return "PV1|1|I|WARD 3|||||||||||||||" + "|V" + run + "^^^VISITID"
                + (rest.isEmpty() ? "|".repeat(25) + "202611020930" : rest);
    }

    private Encounter stay() {
        return tester("Encounter?patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(Encounter.class)
                .getFirst();
    }
}
