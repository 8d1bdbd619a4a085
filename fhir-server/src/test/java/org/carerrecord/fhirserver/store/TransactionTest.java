package org.carerrecord.fhirserver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

/** What is asked for no answer goes to the database with what is, in its order, and is committed or not with it. */
@ParameterizedClass
@EnumSource(Database.class)
class TransactionTest {

    private static final Table NAMES = Table.of("server_key", "name varchar, secret varchar");
    private static final String CHANGE = "update server_key set secret = secret || ? where name = ?";

    private static final Sql SECRETS = Sql.of("select secret from server_key where name like 'test%' order by name");

    private final Transactions transactions;

    TransactionTest(Database database) {
        transactions = new Transactions(database.fresh(), Clock.systemUTC(), new Random(7));
    }

    private static List<String> secrets(Transaction transaction) {
        return transaction.query(SECRETS, (row, number) -> row.getString(1));
    }

    private List<String> committed() {
        return transactions.read(TransactionTest::secrets);
    }

    @Test
    void runsInTheOrderOfItsTelling() {
        List<String> seen = transactions.run(transaction -> {
            transaction.insert(NAMES, "test", "a");
            transaction.update(CHANGE, "b", "test");
            transaction.insert(NAMES, "test 2", "x");
            transaction.batch(CHANGE, List.<Object[]>of(new Object[] {"c", "test"}, new Object[] {"y", "test 2"}));
            return secrets(transaction);
        });

        assertThat(seen).containsExactly("abc", "xy");
        assertThat(committed()).containsExactly("abc", "xy");
    }

    @Test
    void whatNothingFollowsGoesWithTheCommit() {
        transactions.run(transaction -> {
            transaction.insert(NAMES, "test", "a");
            transaction.update(CHANGE, "b", "test");
            return true;
        });

        assertThat(committed()).containsExactly("ab");
    }

    @Test
    void tellsHowManyRowsAStatementChangedAndNotThoseBeforeIt() {
        assertThat(transactions.<Integer>run(transaction -> {
                    transaction.insert(NAMES, "test", "a");
                    transaction.insert(NAMES, "test 2", "b");
                    transaction.update(CHANGE, "c", "test");
                    return transaction.changed("update server_key set secret = 'z' where name like 'test%'");
                }))
                .isEqualTo(2);
    }

    @Test
    void whatIsAskedForBeforeItIsNeededIsAnsweredAsOfItsTelling() {
        transactions.run(transaction -> {
            transaction.insert(NAMES, "test", "a");
            Asked<String> before = transaction.ask(SECRETS, (row, number) -> row.getString(1));
            Asked<String> same = transaction.ask(SECRETS, (row, number) -> row.getString(1) + number);
            transaction.update(CHANGE, "b", "test");
            transaction.insert(NAMES, "test 2", "x");
            assertThat(secrets(transaction)).containsExactly("ab", "x");
            assertThat(before.rows()).containsExactly("a");
            assertThat(same.rows()).containsExactly("a0");
            assertThat(before.rows()).containsExactly("a");
            return true;
        });

        assertThat(committed()).containsExactly("ab", "x");
    }

    @Test
    void whatIsNotNeededAfterAllIsNoHarm() {
        transactions.run(transaction -> {
            Asked<String> before = transaction.ask(SECRETS, (row, number) -> row.getString(1));
            transaction.insert(NAMES, "test", "a");
            return List.of(before, transaction.ask(SECRETS, (row, number) -> row.getString(1)));
        });

        assertThat(committed()).containsExactly("a");
    }

    /** Neither driver nor database waits for the other with more in hand than the buffers between them hold. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void largeAnswersAndLargeStatementsDoNotStandInEachOthersWay() {
        String large = "x".repeat(3_000_000);
        Sql answered = Sql.of("select repeat('y', 10000000) from server_key where name = 'test'");
        int sent = transactions.run(transaction -> {
            transaction.insert(NAMES, "test", "a");
            List<Asked<String>> asked = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                asked.add(transaction.ask(answered, (row, number) -> row.getString(1)));
                transaction.update("update server_key set secret = 'b' where secret = ?", large);
                asked.add(transaction.ask(answered, (row, number) -> row.getString(1)));
                transaction.insert(NAMES, "test " + i, "a");
            }
            return asked.stream()
                    .mapToInt(one -> one.rows().getFirst().length())
                    .sum();
        });

        assertThat(sent).isEqualTo(60_000_000);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void largeAnswersAndManyQuestionsDoNotStandInEachOthersWay() {
        Sql answered = Sql.of("select repeat('y', 10000000) from server_key where name = 'test'");
        Sql question = Sql.of("select 1 from server_key where name = ?" + " ".repeat(20_000), "test");
        int answers = transactions.run(transaction -> {
            transaction.insert(NAMES, "test", "a");
            List<Asked<String>> large = new ArrayList<>();
            List<Asked<Integer>> small = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                if (i % 500 == 0) {
                    large.add(transaction.ask(answered, (row, number) -> row.getString(1)));
                }
                small.add(transaction.ask(question, (row, number) -> row.getInt(1)));
            }
            assertThat(large)
                    .allSatisfy(one -> assertThat(one.rows().getFirst()).hasSize(10_000_000));
            return small.stream().mapToInt(one -> one.rows().getFirst()).sum();
        });

        assertThat(answers).isEqualTo(1_000);
    }

    /** Of many rows the driver makes a batch, which comes after what waits. */
    @Test
    void manyRowsForOneStatementComeAfterWhatWaits() {
        transactions.run(transaction -> {
            transaction.insert(NAMES, "test", "");
            transaction.update(CHANGE, "a", "test");
            transaction.batch(
                    CHANGE,
                    List.<Object[]>of(
                            new Object[] {"b", "test"},
                            new Object[] {"c", "test"},
                            new Object[] {"d", "test"},
                            new Object[] {"e", "test"}));
            return true;
        });

        assertThat(committed()).containsExactly("abcde");
    }

    @Test
    void moreArgumentsThanOneTextMayHaveGoInSeveral() {
        transactions.run(transaction -> {
            transaction.insert(NAMES, "test", "a");
            for (int i = 0; i < 40_000; i++) {
                transaction.update(CHANGE, "", "no such name");
            }
            transaction.update(CHANGE, "b", "test");
            return true;
        });

        assertThat(committed()).containsExactly("ab");
    }

    @Test
    void marksSemicolonsAndCommentsAreOfTheirOwnStatement() {
        transactions.run(transaction -> {
            transaction.insert(NAMES, "test", "a?;'$1");
            transaction.update("update server_key set secret = secret || '?;' where name = ? -- why; ?", "test");
            transaction.update(CHANGE, "-- ;?", "test");
            return true;
        });

        assertThat(committed()).containsExactly("a?;'$1?;-- ;?");
    }

    @Test
    void whatFailsLeavesNothing() {
        assertThat(TheRecord.stop(() -> transactions.run(transaction -> {
                    transaction.insert(NAMES, "test", "a");
                    transaction.update("update server_key set no_such_column = 1");
                    return true;
                })))
                .isEqualTo(FaultKind.INTERNAL);
        assertThat(TheRecord.stop(() -> transactions.run(transaction -> {
                    transaction.insert(NAMES, "test", "a");
                    transaction.update("update server_key set no_such_column = 1");
                    return secrets(transaction);
                })))
                .isEqualTo(FaultKind.INTERNAL);

        assertThat(committed()).isEmpty();
    }

    /** Of a statement that failed PostgreSQL undoes the whole transaction, and answers its commit all the same. */
    @Test
    void workThatGoesOnAfterAFailureIsNotCommitted() {
        assertThat(TheRecord.stop(() -> transactions.run(transaction -> {
                    transaction.insert(NAMES, "test", "a");
                    assertThatThrownBy(() -> transaction.changed("update server_key set no_such_column = 1"))
                            .isInstanceOf(DataAccessException.class);
                    return true;
                })))
                .isEqualTo(FaultKind.INTERNAL);

        assertThat(committed()).isEmpty();
    }

    /** Two statements under one name are a conflict that does not pass. */
    @Test
    void whoIsInTheWayIsToldByTheSqlStateOfTheStatement() {
        assertThat(TheRecord.stop(() -> transactions.run(transaction -> {
                    transaction.update("insert into server_key (name, secret) values ('test', 'a')");
                    transaction.update("insert into server_key (name, secret) values ('test', 'b')");
                    return true;
                })))
                .isEqualTo(FaultKind.CONTENDED);

        assertThat(committed()).isEmpty();
    }

    @Test
    void workThatOnlyReadsChangesNothing() {
        List<Consumer<Transaction>> changes = List.of(
                transaction -> transaction.insert(NAMES, "test", "a"),
                transaction -> transaction.update(CHANGE, "b", "test"),
                transaction -> transaction.changed(CHANGE, "b", "test"),
                transaction -> transaction.batch(CHANGE, Collections.nCopies(9, new Object[] {"b", "test"})));

        for (Consumer<Transaction> change : changes) {
            assertThatThrownBy(() -> transactions.read(transaction -> {
                        change.accept(transaction);
                        return secrets(transaction);
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(committed()).isEmpty();
    }
}
