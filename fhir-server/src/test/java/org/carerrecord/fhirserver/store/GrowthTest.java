package org.carerrecord.fhirserver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.carerrecord.fhirserver.Database;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static final Table KEYS = Table.of("server_key", "name varchar, secret varchar");

    private static Transactions transactions(Database database) {
        return new Transactions(database.fresh(), Clock.systemUTC(), new Random(7));
    }

    private static void grow(Transactions transactions, Sql tellAtOnce) {
        transactions.run(transaction -> {
            for (int i = 0; i < 2_000; i++) {
                transaction.insert(KEYS, "test " + i, "a");
            }
            return transaction.query(tellAtOnce, (row, number) -> true);
        });
    }

    /** Until it is analysed, PostgreSQL plans for what it knew last. */
    @Test
    void whatHasGrownToAMultipleIsAnalysedOnce() {
        Transactions transactions = transactions(Database.POSTGRESQL);
        Growth growth = new Growth(transactions);
        transactions.run(transaction -> {
            transaction.update("analyze server_key");
            return true;
        });
        grow(transactions, Sql.of("select pg_stat_force_next_flush()"));

        assertThat(growth.look()).contains("server_key");

        assertThat(transactions.<List<Integer>>read(transaction -> transaction.query(
                        Sql.of("select reltuples from pg_class where relname = 'server_key'"),
                        (row, number) -> row.getInt(1))))
                .containsExactly(2_000);
        assertThat(growth.look()).doesNotContain("server_key");
    }

    @Test
    void h2NeedsNobodyForIt() {
        Transactions transactions = transactions(Database.H2);
        grow(transactions, Sql.of("select 1"));

        assertThat(new Growth(transactions).look()).isEmpty();
    }
}
