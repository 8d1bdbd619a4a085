package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** A ward tells of a father and a son of one name, without numbers: they stay two. */
@OnEachStore
class NamesakesTest extends HospitalCalls {

    private static final String APART = "send the birth date";

    private static final String FATHER = "SMITH^JOHN|FTH||01632960001|||||||||||19500101";
    private static final String SON = "SMITH^JOHN|SON||||||||||||M|19780505";

    NamesakesTest(Store store) {
        super(store);
    }

    private String told(int minute, String... nk1s) {
        sent = minute;
        List<String> segments = new ArrayList<>(List.of(pid("A" + run)));
        for (String nk1 : nk1s) {
            segments.add("NK1|" + segments.size() + "|" + nk1);
        }
        return send("A31", segments.toArray(String[]::new)).text();
    }

    /** Birth dates and telephones by id. */
    private Map<String, String> people() {
        return carers().stream()
                .collect(Collectors.toMap(one -> one.getIdElement().getIdPart(), NamesakesTest::person));
    }

    private static String person(RelatedPerson one) {
        return (one.hasBirthDate() ? one.getBirthDateElement().getValueAsString() : "?")
                + one.getTelecom().stream()
                        .map(ContactPoint::getValue)
                        .sorted()
                        .map(number -> " " + number.substring(number.length() - 1))
                        .collect(Collectors.joining());
    }

    @Test
    void aFatherAndASonWhoAreToldOneAfterTheOtherAreTwo() {
        told(1, FATHER);
        Map<String, String> before = people();

        assertThat(told(2, SON)).contains(APART);

        assertThat(people()).containsAllEntriesOf(before);
        assertThat(people().values()).containsExactlyInAnyOrder("1950-01-01 1", "1978-05-05");
    }

    @Test
    void toldTogetherAfterwardsTheyAreTheSameTwo() {
        told(1, FATHER);
        told(2, SON);
        Map<String, String> before = people();

        assertThat(told(3, SON, FATHER)).doesNotContain(APART);
        assertThat(told(4, SON)).doesNotContain(APART);

        assertThat(people()).isEqualTo(before);
    }

    @Test
    void toldTogetherFirstEachIsKnownAlone() {
        told(1, FATHER, SON);
        Map<String, String> before = people();
        assertThat(before).hasSize(2);

        told(2, SON);
        told(3, FATHER);

        assertThat(people()).isEqualTo(before);
    }

    @Test
    void whoseBirthDateIsCorrectedStaysOne() {
        told(1, "SMITH^JOHN|20||||||||||||M|19500203");
        told(2, "SMITH^JOHN|20||||||||||||M|19500302");
        told(3, "SMITH^JOHN|20||||||||||||M|19510302");
        told(4, "SMITH^JOHN|20||||||||||||F|19510302");
        told(5, "SMITH^JOHN|20");

        assertThat(people().values()).containsExactly("1951-03-02");
    }

    @Test
    void theSecondOneIsCorrectedToo() {
        told(1, FATHER);
        told(2, SON);

        told(3, "SMITH^JOHN|SON||||||||||||M|19780506");

        assertThat(people().values()).containsExactlyInAnyOrder("1950-01-01 1", "1978-05-06");
    }

    @Test
    void aManAndAWomanOfOneNameAreTwo() {
        told(1, "SMITH^SAM|20||||||||||||M");

        assertThat(told(2, "SMITH^SAM|20||||||||||||F")).contains(APART);

        assertThat(people()).hasSize(2);
    }

    @Test
    void whatFitsBothIsNeithers() {
        told(1, FATHER);
        told(2, SON);

        assertThat(told(3, "SMITH^JOHN|20||01632960009")).contains(APART);

        assertThat(people().values()).containsExactlyInAnyOrder("1950-01-01 1", "1978-05-05", "? 9");
    }

    @Test
    void whoGoesUnderANameAgainIsNotWhoWasTakenBack() {
        told(1, FATHER);
        told(2, "\"\"");

        told(3, SON);

        assertThat(people().values()).containsExactlyInAnyOrder("1950-01-01 1", "1978-05-05");
    }

    /** The same messages in any order of arrival come to the same people. */
    @Test
    void shuffledMessagesMakeOneRecord() {
        Random random = new Random(35);
        String sonMoved = "SMITH^JOHN|SON||01632960002||||||||||M|19780506";
        List<String[]> all = List.of(
                new String[] {FATHER},
                new String[] {SON},
                new String[] {FATHER, SON},
                new String[] {sonMoved},
                new String[] {"SMITH^JOHN|FTH||01632960003|||||||||||19500102"});
        for (int history = 0; history < 3; history++) {
            List<String[]> messages = new ArrayList<>(all);
            Collections.shuffle(messages, random);
            List<Integer> minutes = new ArrayList<>(List.of(1, 2, 3, 4, 5));
            List<String> expected = List.of();
            for (int round = 0; round < 4; round++) {
                gateway.empty();
                minutes.forEach(minute -> told(minute, messages.get(minute - 1)));
                List<String> people = people().values().stream().sorted().toList();
                expected = round == 0 ? people : expected;
                assertThat(people)
                        .as("history " + history + " " + minutes)
                        .hasSize(2)
                        .isEqualTo(expected);
                Collections.shuffle(minutes, random);
            }
        }
    }
}
