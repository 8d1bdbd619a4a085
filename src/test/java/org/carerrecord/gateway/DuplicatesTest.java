package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that come twice, late, from the future, or all at once (carer-model.md, contributions). */
@OnEachStore
class DuplicatesTest {

    private final Sandbox gateway;
    private final User hospital;
    private final String patient = People.nhsNumber();
    private final String controlId = People.mark();
    private final Adt admission = Adt.admission(controlId, patient).carer("OSWALD");
    private final Instant now = Instant.now();

    DuplicatesTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
    }

    @Test
    void theSameMessageAgainHasTheSameAnswerAndNoEffect() {
        Answer first = hospital.hl7(admission.text());
        Answer second = hospital.hl7(admission.text());

        assertThat(first.acknowledged()).isEqualTo("AA");
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(kept()).isEqualTo(1);
        assertThat(carers()).singleElement().matches(carer -> version(carer).equals("1"));
    }

    @Test
    void otherContentUnderTheSameIdAndTimeIsKeptButNotApplied() {
        hospital.hl7(admission.text());

        Answer other = hospital.hl7(admission.carer("PERCIVAL").text());

        assertThat(other.acknowledged()).isEqualTo("AE");
        assertThat(other.text()).contains("MSH^1^10").contains("205");
        assertThat(carers()).hasSize(1);
        assertThat(hospital.get("/messages?controlId=" + controlId).text())
                .contains("\"outcome\":\"AA\"", "\"outcome\":\"AE\"", "DUPLICATE");
    }

    /** A sender that never counts costs no more with each message: what came before is found by its content. */
    @Test
    void anIdThatNeverChangesIsSoughtByContent() {
        for (int i = 0; i < 5; i++) {
            assertThat(hospital.hl7(admission.sent(now.plusSeconds(i)).text()).acknowledged())
                    .isEqualTo("AA");
        }
        Answer again = hospital.hl7(admission.sent(now).text());

        assertThat(again.acknowledged()).isEqualTo("AA");
        assertThat(kept()).isEqualTo(5);
        assertThat(hospital.hl7(admission.sent(now).carer("PERCIVAL").text()).acknowledged())
                .isEqualTo("AE");
    }

    @Test
    void anIdThatWrapsAroundIsANewMessage() {
        hospital.hl7(admission.text());

        Answer later = hospital.hl7(
                admission.sent(now.plusSeconds(60)).carer("PERCIVAL").text());

        assertThat(later.acknowledged()).isEqualTo("AA");
        assertThat(carers()).hasSize(2);
        assertThat(kept()).isEqualTo(2);
    }

    @Test
    void anOlderEventAfterANewerOneChangesNothingAndSaysSo() {
        hospital.hl7(admission.happened(now.minus(Duration.ofHours(1))).text());
        String older = admission
                .happened(now.minus(Duration.ofHours(2)))
                .text()
                .replace(controlId, controlId + "B")
                .replace("01632960777", "01632960779")
                .replace("WINIFRED", "WINNIE");

        Answer late = hospital.hl7(older);

        assertThat(late.acknowledged()).isEqualTo("AA");
        assertThat(carers()).singleElement().satisfies(carer -> {
            assertThat(version(carer)).isEqualTo("1");
            assertThat(carer.getTelecomFirstRep().getValue()).isEqualTo("01632960777");
        });
        assertThat(hospital.get("/messages?controlId=" + controlId + "B").text())
                .contains("this partner already told of a later event");
        assertThat(gateway.as("tester")
                        .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient)
                        .text())
                .doesNotContain("WINNIE");
    }

    @Test
    void anOlderEventBringsThePartyOfWhomTheNewerOneWasSilent() {
        hospital.hl7(admission.happened(now.minus(Duration.ofHours(1))).text());

        hospital.hl7(Adt.admission(controlId + "B", patient)
                .happened(now.minus(Duration.ofHours(2)))
                .carer("PERCIVAL")
                .text());

        assertThat(carers())
                .as("as if they had come in order: silence withdraws nothing")
                .hasSize(2);
    }

    @Test
    void theRecordIsTheSameWhateverCameFirst() {
        String other = People.nhsNumber();
        Adt early = admission.happened(now.minus(Duration.ofHours(2)));
        String late = admission
                .happened(now.minus(Duration.ofHours(1)))
                .text()
                .replace(controlId, controlId + "B")
                .replace("01632960777", "01632960779");

        hospital.hl7(early.text());
        hospital.hl7(late);
        hospital.hl7(late.replace(patient, other).replace(controlId, controlId + "C"));
        hospital.hl7(early.text().replace(patient, other).replace(controlId, controlId + "D"));

        assertThat(carers(other)).hasSameSizeAs(carers());
        assertThat(carers(other).getFirst().getTelecomFirstRep().getValue())
                .isEqualTo(carers().getFirst().getTelecomFirstRep().getValue())
                .isEqualTo("01632960779");
    }

    @Test
    void anEventOfTheFutureCountsFromItsReceipt() {
        Answer ahead =
                hospital.hl7(admission.happened(now.plus(Duration.ofDays(1))).text());
        Answer then = hospital.hl7(
                admission.text().replace(controlId, controlId + "B").replace("01632960777", "01632960779"));

        assertThat(List.of(ahead, then))
                .allMatch(answer -> answer.acknowledged().equals("AA"));
        assertThat(hospital.get("/messages?controlId=" + controlId).text()).contains("EVN-2");
    }

    @Test
    void silenceWithdrawsNothing() {
        hospital.hl7(admission.text());

        hospital.hl7(Adt.admission(controlId + "B", patient).text());

        assertThat(carers()).singleElement().matches(carer -> version(carer).equals("1"));
    }

    @Test
    void theSameMessageFromEightConnectionsHasOneEffect() throws IOException, InterruptedException, ExecutionException {
        List<String> answers = AtOnce.by(8, () -> {
            try (MllpSocket engine = new MllpSocket(gateway)) {
                return engine.ask(admission.text());
            }
        });

        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(answers.getFirst()).contains("MSA|AA|" + controlId);
        assertThat(kept()).isEqualTo(1);
        assertThat(carers()).singleElement().matches(carer -> version(carer).equals("1"));
    }

    /** Columns: MSH-15, MSH-16, the answer to a good message, the answer to a bad one; {@code -} is none. */
    @ParameterizedTest
    @CsvSource({
        "'', '', AA, AE", "AL, NE, CA, CE", "AL, AL, AA, AE", "NE, AL, AA, AE", "NE, NE, -, -",
        "ER, NE, -, CE", "SU, NE, CA, -", "NE, ER, -, AE", "NE, SU, AA, -", "AL, ER, CA, AE",
        "AL, SU, AA, CE", "ER, ER, -, AE", "SU, SU, AA, -"
    })
    void theSenderSaysWhichAnswersItWants(String accept, String application, String good, String bad)
            throws IOException {
        Adt asked = admission.acknowledged(accept, application);
        String wrong = asked.identifiers("9990000043^^^NHS^NH").text().replace(controlId, controlId + "B");

        assertThat(wanted(hospital.hl7(asked.text()))).isEqualTo(good);
        assertThat(wanted(hospital.hl7(wrong))).isEqualTo(bad);
    }

    private static String wanted(Answer answer) {
        return answer.status() == 204 ? "-" : answer.acknowledged();
    }

    private int kept() {
        return gateway.jdbc()
                .sql("select count(*) from message where control_id = ?")
                .param(controlId)
                .query(Integer.class)
                .single();
    }

    private List<RelatedPerson> carers() {
        return carers(patient);
    }

    private List<RelatedPerson> carers(String of) {
        return gateway.as("tester")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + of)
                .found(RelatedPerson.class);
    }

    private static String version(RelatedPerson carer) {
        return carer.getMeta().getVersionId();
    }
}
