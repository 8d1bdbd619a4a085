package org.carerrecord.fhirserver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.carerrecord.fhirserver.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class LocksTest {

    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST_OF_KEYS = new UUID(0, 4095);
    private static final UUID LAST_OF_RESOURCES = new UUID(0, 2047);

    private final Transactions transactions;
    private final Sql waiting;

    LocksTest(Database database) {
        transactions = new Transactions(database.fresh(), Clock.systemUTC(), new Random(7));
        waiting = Sql.of(
                database == Database.POSTGRESQL
                        ? "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                        : "select count(*) from information_schema.sessions where blocker_id is not null");
    }

    private static void lockAll(Transaction transaction) {
        Locks.keys(transaction, List.of(LAST_OF_KEYS, FIRST));
        Locks.resources(transaction, List.of(LAST_OF_RESOURCES, FIRST));
    }

    private boolean somebodyWaits() {
        return transactions
                        .<List<Integer>>read(transaction -> transaction.query(waiting, (row, number) -> row.getInt(1)))
                        .getFirst()
                > 0;
    }

    /** The second begins while the first holds its locks, and asks for one of them. */
    private List<String> inOrder(BiConsumer<Transaction, List<UUID>> lock, UUID key) throws InterruptedException {
        Queue<String> done = new ConcurrentLinkedQueue<>();
        Thread second = new Thread(() -> transactions.run(transaction -> {
            lock.accept(transaction, List.of(key));
            transaction.query(Sql.of("select 1"), (row, number) -> true);
            return done.add("second");
        }));
        transactions.run(transaction -> {
            lockAll(transaction);
            transaction.query(Sql.of("select 1"), (row, number) -> true);
            second.start();
            while (!somebodyWaits()) {
                Thread.onSpinWait();
            }
            return done.add("first");
        });
        second.join();
        return List.copyOf(done);
    }

    @Test
    void whoAsksForWhatIsLockedWaitsForTheCommit() throws InterruptedException {
        for (UUID key : List.of(FIRST, LAST_OF_KEYS)) {
            assertThat(inOrder(Locks::keys, key)).containsExactly("first", "second");
        }
        for (UUID key : List.of(FIRST, LAST_OF_RESOURCES)) {
            assertThat(inOrder(Locks::resources, key)).containsExactly("first", "second");
        }
    }

    @Test
    void aKeyAndAResourceAreTwo() {
        assertThat(transactions.<Boolean>run(first -> {
                    Locks.keys(first, List.of(FIRST));
                    first.query(Sql.of("select 1"), (row, number) -> true);
                    return transactions.run(second -> {
                        Locks.resources(second, List.of(FIRST));
                        return true;
                    });
                }))
                .isTrue();
    }
}
