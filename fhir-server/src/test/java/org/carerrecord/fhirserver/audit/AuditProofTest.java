package org.carerrecord.fhirserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.TickingClock;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.audit.AuditProof.Link;
import org.carerrecord.fhirserver.audit.AuditProof.Result;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Transactions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was sealed is proven, and whatever is done to it afterwards is found and named. */
@ParameterizedClass
@EnumSource(Database.class)
class AuditProofTest {

    private final Database database;
    private final DataSource source;
    private final TickingClock clock = new TickingClock();
    private final Transactions transactions;
    private final AuditTrail trail;
    private final AuditSealer sealer;
    private final JdbcTemplate jdbc;

    AuditProofTest(Database database) {
        this.database = database;
        source = database.fresh();
        jdbc = new JdbcTemplate(source);
        transactions = new Transactions(source, clock, new Random(7));
        trail = trail();
        sealer = new AuditSealer(transactions);
    }

    private AuditTrail trail() {
        return new AuditTrail(transactions, new Agreements(TheRecord.AGREEMENT, clock), new Ids(clock, new Random(7)));
    }

    private void write(int rows) {
        for (int i = 0; i < rows; i++) {
            long patient = i;
            trail.auditedRead(
                    Attempt.of(TheRecord.HOSPITAL, "read", "Patient", "p" + i),
                    transaction -> Answer.of("", 200, "ground", Set.of(patient)));
        }
    }

    private Result proof() {
        return AuditProof.of(transactions, Optional.empty());
    }

    private long row(int number) {
        return jdbc.queryForList("select id from audit order by id", Long.class).get(number);
    }

    /** As somebody would who owns the database. */
    private void tamper(String sql) {
        jdbc.execute((Statement statement) -> {
            if (database == Database.POSTGRESQL) {
                statement.execute("set session_replication_role = replica");
            }
            statement.execute(sql);
            if (database == Database.POSTGRESQL) {
                statement.execute("set session_replication_role = default");
            }
            return sql;
        });
    }

    @Test
    void whatIsSealedIsWholeAndTheTailIsTold() {
        write(5);
        assertThat(sealer.seal()).isEqualTo(5);
        write(3);

        Result result = proof();

        assertThat(result.faults()).isEmpty();
        assertThat(result.rows()).isEqualTo(5);
        assertThat(result.tail()).isEqualTo(3);
        assertThat(sealer.seal()).isEqualTo(3);
        assertThat(sealer.seal()).isZero();
        assertThat(proof().tail()).isZero();
        assertThat(proof().last().number()).isEqualTo(2);
    }

    @Test
    void whatWasShownIsProvenToo() {
        trail.auditedRead(
                Attempt.of(TheRecord.HOSPITAL, "search-type", "RelatedPerson"),
                transaction -> new Answer<>("", 200, "ground", Set.of(1L), Set.of(5L, 12L)));
        write(1);
        sealer.seal();
        assertThat(jdbc.queryForList("select shown from audit order by id", String.class))
                .containsExactly(" 5 12 ", null);
        assertThat(proof().faults()).isEmpty();

        tamper("update audit set shown = ' 5 ' where id = " + row(0));

        assertThat(proof().faults()).hasSize(1);
    }

    @Test
    void anEmptyAuditIsWhole() {
        assertThat(sealer.seal()).isZero();
        assertThat(proof()).isEqualTo(new Result(0, new Link(0, ""), 0, List.of()));
    }

    @Test
    void anotherNodeOrANewStartGoesOnWithTheChain() {
        write(2);
        sealer.seal();
        AuditSealer other = new AuditSealer(transactions);
        write(2);
        other.seal();
        write(2);
        assertThat(sealer.seal()).isEqualTo(2);

        Result result = proof();

        assertThat(result.faults()).isEmpty();
        assertThat(result.rows()).isEqualTo(6);
        assertThat(result.last().number()).isEqualTo(3);
    }

    @Test
    void severalNodesAtOnceMakeOneChain() throws Exception {
        List<AuditSealer> nodes =
                Stream.generate(() -> new AuditSealer(transactions)).limit(4).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> work = IntStream.range(0, 40)
                    .<Callable<Integer>>mapToObj(i -> () -> {
                        trail.failed(Attempt.of(TheRecord.FIRE, "read"), 403);
                        return nodes.get(i % 4).seal();
                    })
                    .toList();
            for (Future<Integer> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        sealer.seal();

        Result result = proof();

        assertThat(result.faults()).isEmpty();
        assertThat(result.rows()).isEqualTo(40);
        assertThat(result.tail()).isZero();
    }

    @Test
    void aRowThatWasCommittedLateIsSealedToo() {
        write(1);
        sealer.seal();
        clock.goOn(Duration.ofSeconds(100));
        write(1);
        long late = Ids.before(row(1), Duration.ofSeconds(90));
        jdbc.update("insert into audit (id, at, request, interaction, agreement, outcome)" + " select " + late
                + ", at, 'late', interaction, agreement, outcome from audit where id = " + row(0));

        int sealed = 0;
        for (int look = 0; look < 30; look++) {
            sealed += sealer.seal();
        }

        assertThat(sealed).isEqualTo(2);
        assertThat(proof().faults()).isEmpty();
        assertThat(proof().tail()).isZero();
    }

    @Test
    void aChangedRowIsNamed() {
        write(5);
        sealer.seal();
        tamper("update audit set outcome = 404 where id = " + row(2));

        assertThat(proof().faults()).containsExactly("row " + row(2) + ": it was changed");
    }

    @Test
    void aPatientWhoWasTakenAwayOrPutInIsAChange() {
        write(5);
        sealer.seal();
        tamper("delete from audit_patient where audit = " + row(1));
        tamper("insert into audit_patient (audit, patient) values (" + row(3) + ", 99)");

        assertThat(proof().faults())
                .containsExactly("row " + row(1) + ": it was changed", "row " + row(3) + ": it was changed");
    }

    @Test
    void aDeletedRowIsNamed() {
        write(5);
        sealer.seal();
        long gone = row(2);
        tamper("delete from audit where id = " + gone);

        assertThat(proof().faults()).containsExactly("row " + gone + ": it was taken away");
    }

    @Test
    void aRowThatWasPutInIsNamed() {
        write(2);
        clock.goOn(Duration.ofMinutes(10));
        write(2);
        sealer.seal();
        long between = row(0) + 1;
        tamper("insert into audit (id, at, request, interaction, agreement, outcome) select " + between
                + ", at, request, interaction, agreement, outcome from audit where id = " + row(0));

        assertThat(proof().faults()).containsExactly("row " + between + ": it was put in, or came too late for a seal");
    }

    @Test
    void aSealThatIsGoneOrChangedIsNamed() {
        for (int i = 0; i < 3; i++) {
            write(1);
            sealer.seal();
        }
        tamper("update audit_seal set digest = '" + "0".repeat(64) + "' where number = 3");
        assertThat(proof().faults()).hasSize(1).first().asString().startsWith("seal 3: ");

        tamper("delete from audit_seal where number = 1");
        assertThat(proof().faults().getFirst()).startsWith("seal 2: ");
    }

    @Test
    void aChainThatWasMadeAnewOrCutIsNotTheOneThatWasKept() {
        write(3);
        sealer.seal();
        Link kept = proof().last();
        assertThat(AuditProof.of(transactions, Optional.of(kept)).faults()).isEmpty();

        jdbc.execute("truncate table audit_seal");
        assertThat(AuditProof.of(transactions, Optional.of(kept)).faults())
                .contains("seal 1: it is not there any more");

        tamper("update audit set outcome = 404 where id = " + row(2));
        new AuditSealer(transactions).seal();
        assertThat(AuditProof.of(transactions, Optional.of(kept)).faults())
                .containsExactly("seal 1: it is another than the one that was kept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set outcome = 404",
                "delete from audit",
                "delete from audit_patient",
                "update audit_seal set number = 2"
            })
    void onPostgresqlNothingIsWrittenAgain(String sql) {
        assumeThat(database).isEqualTo(Database.POSTGRESQL);

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.execute(sql))
                .withMessageContaining("append-only");
    }

    @Test
    void whoWroteIsToldOnce() {
        trail.wroteSince();
        write(1);

        assertThat(trail.wroteSince()).isTrue();
        assertThat(trail.wroteSince()).isFalse();
    }
}
