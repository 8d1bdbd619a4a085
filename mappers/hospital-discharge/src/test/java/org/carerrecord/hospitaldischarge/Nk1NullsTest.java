package org.carerrecord.hospitaldischarge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HL7 nulls in fields of an NK1 take back what the sender said there (HL7 v2 chapter 2, null value). */
class Nk1NullsTest {

    private static final String NULL = "\"\"";

    private static Set<String> emptied(String... nk1s) {
        Mapped<Understood> understood = AdtMessages.understand(
                ("MSH|^~\\&|PAS|RZ1|X|X|202611221030||ADT^A31|1|P|2.5\rEVN||202611221030\r"
                                + "PID|1||9990000018^^^NHS^NH||MARLOW^EDITH\r"
                                + String.join("\r", nk1s) + "\r")
                        .getBytes(UTF_8),
                new Sender("RZ1", "Wenbury Hospital"));
        return understood.value().said().stream()
                .filter(one -> one.resource().fhirType().equals("RelatedPerson"))
                .map(Said::emptied)
                .findFirst()
                .orElseThrow();
    }

    private static String nk1(int field, String value) {
        return "NK1|1|MARLOW^TOM" + "|".repeat(field - 2) + value;
    }

    @ParameterizedTest
    @CsvSource({
        "4, address",
        "5, telecom",
        "6, telecom",
        "40, telecom",
        "8, period.start",
        "9, period.end",
        "15, gender",
        "16, birthDate",
        "20, communication"
    })
    void aNullTakesBackWhatItsFieldFills(int field, String element) {
        assertThat(emptied(nk1(field, NULL))).containsExactly(element);
        assertThat(emptied(nk1(field, ""))).as("silence takes nothing back").isEmpty();
    }

    @Test
    void whatSomebodyIsToThePatientGoesWithWhatItSaysOfTheirCaring() {
        assertThat(emptied(nk1(3, NULL))).containsExactlyInAnyOrder("relationship", "extension");
        assertThat(emptied("NK1|1|MARLOW^TOM|" + NULL + "||||N")).isEmpty();
    }

    @Test
    void anotherValueOfTheSameElementIsWhatIsSaid() {
        assertThat(emptied("NK1|1|MARLOW^TOM|20||" + NULL + "|01632960001")).isEmpty();
        assertThat(emptied("NK1|1|MARLOW^TOM|20|" + NULL, "NK1|2|MARLOW^TOM|04|1 QUAY STREET"))
                .isEmpty();
        assertThat(emptied("NK1|1|MARLOW^TOM|20|" + NULL, "NK1|2|MARLOW^TOM|04"))
                .containsExactly("address");
    }
}
