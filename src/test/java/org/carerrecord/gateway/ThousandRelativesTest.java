package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What a message about a thousand relatives makes the gateway look up grows with their number and no faster: counted by the
 * statistics of H2, and so on H2 alone.
 */
class ThousandRelativesTest {

    private static final int MANY = 1_000;

    private static final Sandbox GATEWAY = Sandbox.with("relatives");

    @AfterAll
    static void stop() {
        GATEWAY.stop();
    }

    @Test
    void aThousandWhoAreKnownAreLookedUpOnceEach() {
        Adt message = Adt.admission("many-1", People.nhsNumber());
        for (int i = 0; i < MANY; i++) {
            message = message.carer((char) ('A' + i % 26) + "NNA" + word(i));
        }
        String first = message.text();
        Adt later = message.sent(Instant.now().plusSeconds(1))
                .happened(Instant.now().plusSeconds(1));
        String again = later.text().replace("|many-1|", "|many-2|");
        String changed = again.replace("|many-2|", "|many-3|").replace("01632960777", "01632960778");

        assertThat(lookedUp("hospital", first)).isLessThan(MANY + MANY / 5);
        assertThat(lookedUp("hospital", again)).isLessThan(MANY + MANY / 5);
        assertThat(lookedUp("hospital", changed)).isLessThan(MANY + MANY / 5);
        assertThat(lookedUp("community", changed.replace("|RZ1|", "|RZ2|"))).isLessThan(MANY + MANY / 5);
        assertThat(relationships()).isEqualTo(2 * MANY);
    }

    /** How many statements that read a message takes; a batch is one for each of its rows, so that those that write are left out. */
    private static int lookedUp(String partner, String message) {
        GATEWAY.jdbc().sql("set query_statistics_max_entries 100000").update();
        GATEWAY.jdbc().sql("set query_statistics true").update();
        assertThat(GATEWAY.as(partner).hl7(message).acknowledged()).isEqualTo("AA");
        int reads = GATEWAY.jdbc()
                .sql("select sum(execution_count) from information_schema.query_statistics where"
                        + " regexp_like(sql_statement, '^\\(?(select|with) ')")
                .query(Integer.class)
                .single();
        GATEWAY.jdbc().sql("set query_statistics false").update();
        return reads;
    }

    private static int relationships() {
        return GATEWAY.jdbc()
                .sql("select count(*) from resource where type = 'RelatedPerson' and not deleted")
                .query(Integer.class)
                .single();
    }

    /** Letters that tell a number. */
    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        Integer.toString(number, 26).chars().forEach(digit -> word.append((char) ('A' + Character.digit(digit, 26))));
        return word.toString();
    }
}
