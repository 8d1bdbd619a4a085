package org.carerrecord.hospitaldischarge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The batch protocol (HL7 v2 chapter 2). */
class DeliveryTest {

    private static final Instant AT = Instant.parse("2026-11-20T09:31:00Z");

    private static final String ONE = "MSH|^~\\&|PAS|RZ1|||20261120||ADT^A01|1|P|2.4\rPID|1||W1\r";
    private static final String TWO = "MSH|^~\\&|PAS|RZ1|||20261120||ADT^A01|2|P|2.4\rPID|1||W2\r";

    @Test
    void messagesAreFoundWithAndWithoutABatchAroundThem() {
        for (String spelling : List.of(
                ONE + TWO,
                "BHS|^~\\&|PAS|RZ1\r" + ONE + TWO + "BTS|2\r",
                "\u000bFHS|^~\\&|PAS|RZ1\rBHS|^~\\&|PAS\r" + ONE + "BTS|1\rBHS|^~\\&\r" + TWO
                        + "BTS|1\rFTS|2\r\u001c\r")) {
            assertThat(texts(spelling)).as(spelling).containsExactly(ONE, TWO);
            assertThat(texts(spelling.replace("\r", "\r\n")))
                    .as(spelling)
                    .extracting(text -> text.replace("\r\n", "\r").strip())
                    .containsExactly(ONE.strip(), TWO.strip());
        }
    }

    @Test
    void whatIsNoBatchIsOneMessageAsItCame() {
        for (String one : List.of(
                "\u000b" + ONE + "\u001c\r",
                ONE,
                "",
                "hello",
                "hello\r" + ONE + TWO,
                "BHS|^~\\&\rBTS|0\r",
                "PID|1\r" + ONE,
                ONE + "MSHAPE|1\r",
                ONE.repeat(1_001))) {
            assertThat(texts(one))
                    .as(one.substring(0, Math.min(20, one.length())))
                    .containsExactly(one);
        }
        byte[] wide = (ONE + TWO).getBytes(UTF_16);
        assertThat(Delivery.of(wide).messages()).containsExactly(wide);
    }

    @Test
    void aBatchIsAnsweredByABatchAndAFileByAFile() {
        Delivery batch = delivery("BHS|^~\\&|PAS|RZ1|ROUTE|HUB|20261120||||B7\r" + ONE + TWO + "BTS|2\r");
        assertThat(answer(batch, "MSH|1\r", "MSH|2\r"))
                .isEqualTo("BHS|^~\\&|ROUTE|HUB|PAS|RZ1|20261120093100+0000||||ID-1|B7\rMSH|1\rMSH|2\rBTS|2\r");
        assertThat(answer(batch, "", "MSH|2\r"))
                .as("the sender of the first wants no answer")
                .endsWith("|B7\rMSH|2\rBTS|1\r");
        Delivery file = delivery("FHS#*~\\&#PAS#RZ1#ROUTE#HUB#####F9\rBHS|^~\\&\r" + ONE + "BTS|1\rBHS|\r" + TWO);
        assertThat(answer(file, "MSH|1\r", "MSH|2\r"))
                .isEqualTo("FHS#*~\\&#ROUTE#HUB#PAS#RZ1#20261120093100+0000####ID#F9\r"
                        + "BHS|^~\\&|||||20261120093100+0000||||ID-1\rMSH|1\rBTS|1\r"
                        + "BHS|^~\\&|||||20261120093100+0000||||ID-2\rMSH|2\rBTS|1\rFTS#2\r");
        assertThat(answer(delivery(ONE + TWO), "MSH|1\r", "MSH|2\r")).isEqualTo("MSH|1\rMSH|2\r");
    }

    @Test
    void aHeaderIsKeptAsItCame() {
        Delivery file = delivery("FHS|^~\\&|PAS\rBHS|^~\\&|AE\r" + ONE);
        assertThat(file.file()).isEqualTo(Optional.of("FHS|^~\\&|PAS\r"));
        assertThat(file.batches()).extracting(Delivery.Batch::header).containsExactly(Optional.of("BHS|^~\\&|AE\r"));
    }

    private static String answer(Delivery delivery, String... acknowledgements) {
        return new String(
                delivery.answer(
                        List.of(acknowledgements).stream()
                                .map(text -> text.getBytes(ISO_8859_1))
                                .toList(),
                        "ID",
                        AT),
                ISO_8859_1);
    }

    private static List<String> texts(String delivery) {
        return delivery(delivery).messages().stream()
                .map(message -> new String(message, ISO_8859_1))
                .toList();
    }

    private static Delivery delivery(String text) {
        return Delivery.of(text.getBytes(ISO_8859_1));
    }
}
