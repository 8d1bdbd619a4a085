package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.PARAMETERS;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Sql;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an older version worked out of stored resources is worked out anew. */
@ParameterizedClass
@EnumSource(Database.class)
class ReindexingTest {

    private static final Caller PROJECT = TheRecord.caller("ZV2");
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final List<String> INDEX = List.of(
            "index_token",
            "index_identifier",
            "index_string",
            "index_date",
            "index_number",
            "index_reference",
            "index_composite");
    private static final String EDITHS = "patient." + People.nhs(People.EDITH);

    private final JdbcTemplate jdbc;
    private final TheRecord record;
    private final Reindexing reindexing;

    ReindexingTest(Database engine) {
        DataSource database = engine.fresh();
        jdbc = new JdbcTemplate(database);
        record = new TheRecord(database);
        reindexing = new Reindexing(record.transactions, record.resources, PARAMETERS);
    }

    private int all() {
        int looked = 0;
        for (Reindexing.Portion portion = reindexing.next(); portion.looked() > 0; portion = reindexing.next()) {
            looked += portion.looked();
        }
        return looked;
    }

    private List<String> rows() {
        return INDEX.stream()
                .flatMap(table ->
                        jdbc.queryForList("select * from " + table).stream().map(row -> table + new TreeMap<>(row)))
                .sorted()
                .toList();
    }

    private void lose() {
        INDEX.forEach(table -> jdbc.update("delete from " + table));
    }

    @Test
    void rowsThatAreMissingOrWrongAreMadeAgain() {
        String edith = record.create(HOSPITAL, People.edith()).id();
        record.create(HOSPITAL, People.tom("Patient/" + edith));
        // To who never was there.
        record.create(TESTER, new Patient().addGeneralPractitioner(new Reference("Practitioner/elsewhere")));
        List<String> before = rows();
        lose();
        jdbc.update(
                "insert into index_string (resource, param, normal, exact) select pk, 1, 'old', 1 from resource where"
                        + " version > 0");
        assertThat(record.found(HOSPITAL, "RelatedPerson", EDITHS)).isEmpty();

        assertThat(all()).isEqualTo(3);

        assertThat(rows()).containsExactlyElementsOf(before);
        assertThat(record.found(HOSPITAL, "RelatedPerson", EDITHS)).hasSize(1);
    }

    @Test
    void itIsDoneOnceForEachRules() {
        record.create(HOSPITAL, People.edith());

        assertThat(all()).isEqualTo(1);
        assertThat(all()).isZero();

        jdbc.update("update indexed set rules = 0");
        assertThat(all()).isEqualTo(1);
    }

    @Test
    void itGoesOnWhereItWasStopped() {
        for (int i = 0; i < 250; i++) {
            record.create(TESTER, new Organization().setName("Carers " + i));
        }
        lose();

        assertThat(reindexing.next().looked()).isEqualTo(100);
        assertThat(new Reindexing(record.transactions, record.resources, PARAMETERS)
                        .next()
                        .looked())
                .isEqualTo(100);
        assertThat(record.search(TESTER, "Organization", "name=carers&_count=1000")
                        .matches())
                .hasSize(200);
        assertThat(all()).isEqualTo(50);
        assertThat(record.search(TESTER, "Organization", "name=carers&_count=1000")
                        .matches())
                .hasSize(250);
    }

    @Test
    void noVersionIsMadeAndTheDeletedStaysSo() {
        String edith = record.create(HOSPITAL, People.edith()).id();
        String gone = record.create(TESTER, new Organization().setName("Gone")).id();
        record.delete(TESTER, "Organization", gone);

        assertThat(all()).isEqualTo(1);

        assertThat(record.read(HOSPITAL, "Patient", edith).version()).isEqualTo(1);
        assertThat(record.found(TESTER, "Organization", "name=gone")).isEmpty();
    }

    @Test
    void whatConsentsPermitAndWhomMarksKeepApartIsWorkedOutToo() {
        String edith = record.create(HOSPITAL, People.edith()).id();
        record.create(HOSPITAL, People.tom("Patient/" + edith));
        record.create(
                TESTER,
                People.consent(
                        "Patient/" + edith,
                        record.clock.instant(),
                        ConsentProvisionType.DENY,
                        "voluntary",
                        "identity"));
        Patient restricted = People.samir();
        restricted.getMeta().addSecurity().setSystem(CONFIDENTIALITY).setCode("R");
        record.create(HOSPITAL, restricted);
        List<Long> marked = List.of(marked("restricted"), marked("guarded"));
        assertThat(marked).containsExactly(1L, 1L);
        long permissions = record.count("select count(*) from permission");
        assertThat(permissions).isPositive();
        jdbc.update("delete from permission");
        jdbc.update("update resource set restricted = false, guarded = false");
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).hasSize(1);

        all();

        assertThat(record.count("select count(*) from permission")).isEqualTo(permissions);
        assertThat(List.of(marked("restricted"), marked("guarded"))).isEqualTo(marked);
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).isEmpty();
    }

    private long marked(String column) {
        return record.count("select count(*) from resource where " + column);
    }

    @Test
    void whatCannotBeReadAnyMoreStaysAsItIsAndHoldsNothingUp() {
        record.create(HOSPITAL, People.edith());
        record.create(TESTER, new Organization().setName("Carers"));
        jdbc.update("update version set content = ? where partner = 'RZ1'", (Object) new byte[] {'{'});
        jdbc.update("delete from index_string");

        assertThat(reindexing.next()).isEqualTo(new Reindexing.Portion(2, 1));

        assertThat(record.found(TESTER, "Organization", "name=carers")).hasSize(1);
        assertThat(record.found(HOSPITAL, "Patient", People.nhs(People.EDITH))).hasSize(1);
    }

    @Test
    void whoseConsentCannotBeReadAnyMoreIsPermittedWhatWas() {
        String edith = record.create(HOSPITAL, People.edith()).id();
        record.create(HOSPITAL, People.tom("Patient/" + edith));
        record.create(
                TESTER,
                People.consent(
                        "Patient/" + edith,
                        record.clock.instant(),
                        ConsentProvisionType.DENY,
                        "voluntary",
                        "identity"));
        long permissions = record.count("select count(*) from permission");
        jdbc.update(
                "update version set content = ? where resource in (select pk from resource where type = 'Consent')",
                (Object) new byte[] {'{'});
        lose();

        assertThat(reindexing.next()).isEqualTo(new Reindexing.Portion(3, 1));

        assertThat(record.count("select count(*) from permission")).isEqualTo(permissions);
        assertThat(record.found(HOSPITAL, "RelatedPerson", EDITHS)).hasSize(1);
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).isEmpty();
    }

    /** What the gateway says itself is written without the lock of its key. */
    @Test
    void whoWroteTheRowIsWaitedFor() throws InterruptedException, ExecutionException {
        record.create(TESTER, new Organization().setName("Carers"));
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Reindexing.Portion> portion = record.transactions.run(transaction -> {
                assertThat(transaction.query(
                                Sql.of("select pk from resource where version > 0 for update"),
                                (row, number) -> row.getLong(1)))
                        .hasSize(1);
                Future<Reindexing.Portion> next = thread.submit(reindexing::next);
                assertThatThrownBy(() -> next.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                return next;
            });
            assertThat(portion.get()).isEqualTo(new Reindexing.Portion(1, 0));
        }
    }

    @Test
    void whoWritesMeanwhileIsIndexedAsWritten() throws InterruptedException, ExecutionException {
        List<String> ids = IntStream.range(0, 20)
                .mapToObj(i -> record.create(TESTER, new Organization().setName("First"))
                        .id())
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> writers = List.of(
                    threads.submit(() -> write(ids)),
                    threads.submit(() -> write(ids.reversed())),
                    threads.submit(() -> {
                        for (int i = 0; i < 20; i++) {
                            jdbc.update("update indexed set rules = 0");
                            all();
                        }
                    }));
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        List<String> after = rows();
        jdbc.update("update indexed set rules = 0");
        all();

        assertThat(rows()).containsExactlyElementsOf(after);
        assertThat(record.found(TESTER, "Organization", "name=first")).isEmpty();
    }

    private void write(List<String> ids) {
        for (int turn = 0; turn < 5; turn++) {
            for (String id : ids) {
                record.update(TESTER, id, new Organization().setName("Then " + turn));
            }
        }
    }
}
