package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {

    private static final Instant AT = Instant.parse("2026-11-22T14:15:00Z");

    private static final AckError FAULT = AckError.of(new Fault(FaultKind.INVALID, "PID-3", "the check digit fails"));

    @Test
    void anAcceptedMessageIsAnsweredToItsSender() {
        assertThat(answer("2.4", "AA", List.of()))
                .isEqualTo("MSH|^~\\&|ROUTE|RZ9|PAS|RZ1|20261122141500+0000||ACK^A03^ACK|G1|P|2.4||||||UNICODE UTF-8\r"
                        + "MSA|AA|W0001\r");
    }

    @Test
    void sinceVersion25AnErrorHasPlaceCodeSeverityAndText() {
        AckError loss = AckError.of(new Loss("NK1[2]-3[1].2", "not in the table"));
        assertThat(answer("2.5.1", "AE", List.of(FAULT, loss)))
                .endsWith("MSA|AE|W0001\r"
                        + "ERR||PID^1^3^1|102^^HL70357|E|||PID-3|the check digit fails\r"
                        + "ERR||NK1^2^3^1^2|0^^HL70357|W|||NK1[2]-3[1].2|not in the table\r");
    }

    @Test
    void untilVersion24AnErrorHasItsOldShapeAndTheTextIsInMsa3() {
        assertThat(answer("2.3", "AE", List.of(FAULT)))
                .endsWith("MSA|AE|W0001|the check digit fails\rERR|PID^1^3^102\r");
    }

    @Test
    void untilVersion24LossesAreNotTold() {
        AckError loss = AckError.of(new Loss("NK1[2]-3", "not in the table"));
        assertThat(answer("2.4", "AA", List.of(loss))).endsWith("\rMSA|AA|W0001\r");
        assertThat(answer("2.4", "AE", List.of(loss, FAULT)))
                .endsWith("\rMSA|AE|W0001|the check digit fails\rERR|PID^1^3^102\r");
    }

    @Test
    void sinceVersion25AtMostTenLossesAreToldAndTheLastSaysHowManyMore() {
        List<AckError> losses = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> AckError.of(new Loss("NK1[" + number + "]-3", "not in the table")))
                .toList();
        assertThat(answer("2.5", "AA", losses.subList(0, 10)).lines())
                .filteredOn(line -> line.startsWith("ERR"))
                .hasSize(10)
                .allMatch(line -> line.endsWith("|not in the table"));
        assertThat(answer("2.5", "AA", losses).lines())
                .filteredOn(line -> line.startsWith("ERR"))
                .hasSize(10)
                .endsWith(
                        "ERR||NK1^9^3^1|0^^HL70357|W|||NK1[9]-3|not in the table",
                        "ERR|||0^^HL70357|I||||3 more losses: GET /messages?controlId= with MSA-2 tells them all");
    }

    @Test
    void delimitersAreTheSendersAndTextIsEscaped() {
        byte[] message = "MSH#*~\\&#PAS#RZ1###2026##ADT*A01#1#P#2.5\r".getBytes(StandardCharsets.UTF_8);
        AckError error = new AckError("MSH", "207", "E", "a # b\rc");
        assertThat(text(AdtMessages.acknowledge(AdtMessages.header(message), "AE", List.of(error), "G1", AT)))
                .isEqualTo("MSH#*~\\&###PAS#RZ1#20261122141500+0000##ACK*A01*ACK#G1#P#2.5\r"
                        + "MSA#AE#1\rERR##MSH*1#207**HL70357#E###MSH#a \\F\\ b c\r");
    }

    @Test
    void whoDeclaresLettersOfTwoBytesAndSendsOthersIsAnsweredReadably() {
        String wide = "MSH|^~\\&|PAS|RZ1|||2026||ADT^A01|W0001|P|2.5||||||UNICODE UTF-16\r";
        byte[] narrow = wide.getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> AdtMessages.understand(narrow, new Sender("RZ1", "Wenbury Hospital")))
                .satisfies(fault -> assertThat(fault.place()).isEqualTo("MSH-18"));
        assertThat(text(AdtMessages.acknowledge(AdtMessages.header(narrow), "AR", List.of(), "G1", AT)))
                .endsWith("||||||UNICODE UTF-8\rMSA|AR|W0001\r");
        byte[] answer = AdtMessages.acknowledge(
                AdtMessages.header(wide.getBytes(StandardCharsets.UTF_16)), "AA", List.of(), "G1", AT);
        assertThat(new String(answer, StandardCharsets.UTF_16)).endsWith("||||||UNICODE UTF-16\rMSA|AA|W0001\r");
    }

    @Test
    void whatHasNoHeaderOrNoControlIdIsStillAnswered() {
        assertThat(text(AdtMessages.acknowledge(Optional.empty(), "AR", List.of(), "G1", AT)))
                .isEqualTo("MSH|^~\\&|||||20261122141500+0000||ACK|G1|P|2.4\rMSA|AR\r");
        byte[] noControlId = "MSH|^~\\&|PAS|RZ1|||2026||ADT^A01||P|2.4\r".getBytes(StandardCharsets.UTF_8);
        assertThat(text(AdtMessages.acknowledge(AdtMessages.header(noControlId), "AR", List.of(), "G1", AT)))
                .isEqualTo("MSH|^~\\&|||PAS|RZ1|20261122141500+0000||ACK^A01^ACK|G1|P|2.4\rMSA|AR\r");
    }

    private static String answer(String version, String code, List<AckError> errors) {
        byte[] message = ("MSH|^~\\&|PAS|RZ1|ROUTE|RZ9|20261122||ADT^A03^ADT_A03|W0001|P|" + version
                        + "||||||UNICODE UTF-8\r")
                .getBytes(StandardCharsets.UTF_8);
        return text(AdtMessages.acknowledge(AdtMessages.header(message), code, errors, "G1", AT));
    }

    private static String text(byte[] acknowledgement) {
        return new String(acknowledgement, StandardCharsets.UTF_8);
    }
}
