package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** A ward sends a carer's number from the wrong line: nobody becomes somebody else by it, and the ward is told. */
@OnEachStore
class NumberOfAnotherCarerTest extends HospitalCalls {

    private static final String TOLD = "send the right number of each";

    private final String ofAnna = People.nhsNumber();
    private final String ofBeth = People.nhsNumber();

    NumberOfAnotherCarerTest(Store store) {
        super(store);
    }

    private static String nk1(int number, String name, String born, String nhs) {
        return "NK1|" + number + "|" + name + "|20" + "|".repeat(13) + born + "|".repeat(17)
                + (nhs.isEmpty() ? "" : nhs + "^^^NHS^NH");
    }

    private static String anna(int number, String nhs) {
        return nk1(number, "SWAPP^ANNA", "19700203", nhs);
    }

    private static String beth(int number, String nhs) {
        return nk1(number, "SWOPP^BETH", "19811120", nhs);
    }

    private String told(String... nk1s) {
        return send("A31", pid("A" + run), String.join("\r", nk1s)).text();
    }

    /** Given names and birth dates by id. */
    private Map<String, String> people() {
        return carers().stream()
                .collect(Collectors.toMap(one -> one.getIdElement().getIdPart(), this::person));
    }

    private String person(RelatedPerson one) {
        return one.getNameFirstRep().getGivenAsSingleString().toUpperCase(Locale.ROOT) + " "
                + one.getBirthDateElement().getValueAsString() + " "
                + one.getIdentifier().stream()
                        .map(number -> number.getValue().equals(ofAnna) ? "A" : "B")
                        .collect(Collectors.joining());
    }

    @Test
    void aNumberFromTheWrongLineMakesNobodySomebodyElse() {
        told(anna(1, ofAnna), beth(2, ofBeth));
        Map<String, String> before = people();

        String answer = told(anna(1, ofBeth));

        assertThat(answer).contains(TOLD);
        assertThat(people()).containsAllEntriesOf(before);
        assertThat(people().values())
                .containsExactlyInAnyOrder("ANNA 1970-02-03 A", "BETH 1981-11-20 B", "ANNA 1970-02-03 ");
        assertThat(told(anna(1, ofBeth))).as("said again, it is the same").contains(TOLD);
        assertThat(people()).hasSize(3);
        assertThat(told(anna(1, ofAnna), beth(2, ofBeth))).doesNotContain(TOLD);
    }

    @Test
    void swappedNumbersSwapNobody() {
        told(anna(1, ofAnna), beth(2, ofBeth));
        Map<String, String> before = people();

        assertThat(told(anna(1, ofBeth), beth(2, ofAnna))).contains(TOLD);

        assertThat(people()).containsAllEntriesOf(before);
    }

    @Test
    void whatComesLateMakesNobodySomebodyElseEither() {
        sent = 5;
        told(anna(1, ofBeth));
        Map<String, String> before = people();
        sent = 2;

        assertThat(told(anna(1, ofAnna), beth(2, ofBeth))).contains(TOLD);

        assertThat(people()).containsAllEntriesOf(before);
        assertThat(people().values())
                .containsExactlyInAnyOrder("ANNA 1970-02-03 B", "ANNA 1970-02-03 A", "BETH 1981-11-20 ");
    }

    @Test
    void oneNumberOfTwoInOneMessageIsNeithers() {
        String answer = told(anna(1, ofBeth), beth(2, ofBeth));

        assertThat(answer).contains("NK1^1^33", "NK1^2^33", TOLD);
        assertThat(people().values()).containsExactlyInAnyOrder("ANNA 1970-02-03 ", "BETH 1981-11-20 ");
    }

    @Test
    void whoMarriesOrIsCorrectedStaysWhoSheIs() {
        told(anna(1, ofAnna));
        String id = carers().getFirst().getIdElement().getIdPart();

        assertThat(told(nk1(1, "HALE^ANNA", "19700203", ofAnna))).doesNotContain(TOLD);
        assertThat(told(nk1(1, "HALE^ANNA", "19811120", ofAnna))).doesNotContain(TOLD);

        assertThat(carers())
                .singleElement()
                .matches(one -> one.getIdElement().getIdPart().equals(id));
        assertThat(carers().stream().map(this::person)).containsExactly("ANNA 1981-11-20 A");
    }
}
