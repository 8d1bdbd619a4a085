package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, the sender is told where it is wrong, nobody's content is repeated, and the gateway goes on. */
@OnEachStore
class BadInputTest {

    private final Sandbox gateway;
    private final User hospital;

    BadInputTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
    }

    static List<BadInput> messages() {
        return BadInput.messages();
    }

    /** The server still answers, and takes what is good. */
    @AfterEach
    void goesOn() {
        String somebody = People.nhsNumber();
        assertThat(hospital.hl7(Adt.admission("G" + somebody, somebody).text()).acknowledged())
                .isEqualTo("AA");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aBadMessageOverHttpIsAnsweredWithItsPlace(BadInput bad) {
        int before = stored();

        Answer answer = hospital.hl7(bad.message());

        assertThat(answer.status()).isEqualTo(200);
        assertAnswered(bad, answer.text());
        assertThat(stored()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aBadMessageOverMllpIsAnsweredWithItsPlace(BadInput bad) throws IOException {
        int before = stored();

        try (MllpSocket engine = new MllpSocket(gateway)) {
            // Noise may hold the end of a frame.
            byte[] message =
                    new String(bad.message(), ISO_8859_1).replace('\034', ' ').getBytes(ISO_8859_1);
            assertAnswered(bad, engine.send(MllpSocket.framed(message)).answer());
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aMessageThatIsTooLongIsRefused() {
        Answer answer = hospital.hl7(new byte[6_000_000]);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.acknowledged()).isEqualTo("AR");
    }

    @Test
    void aMessageOfAnotherContentTypeIsRefused() {
        Answer answer = hospital.with("Content-Type", "application/pdf")
                .ask("POST", "/hl7v2", BadInput.messages().get(1).message());

        assertThat(answer.status()).isIn(400, 415);
        assertThat(answer.places()).containsExactly("Content-Type");
    }

    @Test
    void aMessageWithoutATokenIsRefused() {
        Answer answer =
                gateway.stranger().hl7(Adt.admission("NOBODY", "9990000018").text());

        assertThat(answer.status()).isEqualTo(401);
        assertSilent(answer.text());
    }

    @Test
    void aWrongNhsNumberBesideALocalOneIsLostAndSaysSo() {
        String local = "W" + People.nhsNumber();

        Answer answer = hospital.hl7(Adt.admission("LOCAL" + local, "")
                .identifiers("9990000043^^^NHS^NH~" + local + "^^^PAS^MR")
                .text());

        assertThat(answer.acknowledged()).isEqualTo("AA");
        assertThat(answer.text()).contains("PID");
        assertSilent(answer.text());
        List<Patient> held =
                gateway.as("tester").get("/fhir/Patient?identifier=" + local).found(Patient.class);
        assertThat(held).singleElement().satisfies(patient -> assertThat(Fhir.json(patient))
                .doesNotContain("9990000043"));
        assertThat(hospital.get("/messages?controlId=LOCAL" + local).text()).contains("PID-3[1]");
    }

    @Test
    void aWrongNhsNumberIsNoResource() {
        Answer answer = hospital.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient("9990000043")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.places()).containsExactly("Patient.identifier[0].value");
        assertSilent(answer.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nothing",
                "[]",
                "{}",
                "{\"resourceType\": \"Winifred\"}",
                "{\"resourceType\": \"Patient\", \"fair weather\": \"WINIFRED\"}",
                "{\"resourceType\": \"Patient\", \"birthDate\": \"FAIRWEATHER\"}",
                "{\"resourceType\": \"Patient\", \"gender\": \"WINIFRED\"}",
                "{\"resourceType\": \"Patient\", \"name\": \"WINIFRED FAIRWEATHER\"}",
                "{\"resourceType\": \"Patient\", \"active\": \"WINIFRED\"}",
                "{\"resourceType\": \"Flag\", \"status\": \"active\"}",
            })
    void whatIsNoPatientIsNone(String body) {
        int before = stored();

        Answer answer = hospital.fhir("POST", "/fhir/Patient", body);

        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.places()).isNotEmpty();
        assertSilent(answer.text());
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void oneBadEntrySpoilsTheBundle() {
        int before = stored();
        String patient = People.nhsNumber();
        Bundle push = Fhir.push(patient, "9990000043");

        Answer answer = hospital.fhir("POST", "/fhir", Fhir.json(push));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.places()).allMatch(place -> place.startsWith("Bundle.entry[1]"));
        assertSilent(answer.text());
        assertThat(stored()).isEqualTo(before);
        assertThat(gateway.as("tester")
                        .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient)
                        .bundle()
                        .getTotal())
                .isZero();
    }

    @Test
    void anEntryThatRefersToNobodySpoilsTheBundle() {
        int before = stored();
        Bundle push = Fhir.push(People.nhsNumber(), People.nhsNumber());
        push.getEntry().removeFirst();

        assertThat(hospital.fhir("POST", "/fhir", Fhir.json(push)).status()).isEqualTo(422);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aFhirBodyOfAnotherContentTypeIsRefused() {
        Answer answer = hospital.with("Content-Type", "application/hl7-v2")
                .ask("POST", "/fhir/Patient", "MSH|^~\\&|WINIFRED".getBytes(UTF_8));

        assertThat(answer.status()).isBetween(400, 415);
        assertSilent(answer.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Winifred",
                "/fhir/Patient?nonsense=FAIRWEATHER",
                "/fhir/Patient?birthdate=FAIRWEATHER",
                "/fhir/Patient?_count=WINIFRED",
                "/fhir/Patient?_cursor=WINIFRED",
                "/fhir/RelatedPerson?patient.winifred=FAIRWEATHER",
                "/fhir/RelatedPerson?_include=Winifred:fairweather",
                "/fhir/Patient/WINIFRED",
                "/fhir/Patient/WINIFRED/_history/FAIRWEATHER",
                "/messages",
                "/messages/WINIFRED",
                "/winifred",
            })
    void aQuestionThatIsNoneIsToldSo(String question) {
        Answer answer = hospital.get(question);

        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.places()).isNotEmpty();
        assertSilent(answer.text());
    }

    @Test
    void brokenConnectionsDisturbNobody() throws IOException {
        byte[] good = MllpSocket.framed(
                Adt.admission("MLLP", People.nhsNumber()).text().getBytes(ISO_8859_1));
        // Fewer than one peer may have open at once.
        for (int i = 0; i < 24; i++) {
            MllpSocket engine = new MllpSocket(gateway);
            switch (i % 4) {
                case 0 -> engine.send(java.util.Arrays.copyOf(good, good.length / 2));
                case 1 -> engine.send("WINIFRED FAIRWEATHER\r".getBytes(ISO_8859_1));
                case 2 -> engine.send(good);
                default -> {}
            }
            engine.crash();
        }

        try (MllpSocket engine = new MllpSocket(gateway)) {
            String somebody = People.nhsNumber();
            assertThat(engine.ask(Adt.admission("A" + somebody, somebody).text()))
                    .contains("MSA|AA|A" + somebody);
        }
    }

    @Test
    void whatStandsBeforeAFrameIsNoMessage() throws IOException {
        int before = messages(gateway);
        try (MllpSocket engine = new MllpSocket(gateway)) {
            engine.send("MSH|^~\\&|PAS|RZ1\r".getBytes(ISO_8859_1));
            String somebody = People.nhsNumber();
            assertThat(engine.ask(Adt.admission("F" + somebody, somebody).text()))
                    .contains("MSA|AA|F" + somebody);
        }

        assertThat(messages(gateway)).isEqualTo(before + 1);
    }

    private static int messages(Sandbox gateway) {
        return gateway.jdbc()
                .sql("select count(*) from message")
                .query(Integer.class)
                .single();
    }

    private static void assertAnswered(BadInput bad, String answer) {
        assertThat(answer).contains("MSA|" + bad.acknowledgement()).containsPattern("ERR\\|.*" + bad.place());
        assertSilent(answer);
    }

    private static void assertSilent(String answer) {
        String upper = answer.toUpperCase(Locale.ROOT);
        assertThat(BadInput.personal()).allSatisfy(value -> assertThat(upper).doesNotContain(value));
        assertThat(answer).doesNotContain("org.carerrecord.", "Exception", "\tat ");
    }

    private int stored() {
        return gateway.jdbc()
                .sql("select count(*) from version")
                .query(Integer.class)
                .single();
    }
}
