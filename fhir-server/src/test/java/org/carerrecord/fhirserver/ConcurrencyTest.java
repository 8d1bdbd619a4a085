package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class ConcurrencyTest {

    private static final String COUNT = "https://carerrecord.org/fhir/test/count";

    private final TheRecord record;

    ConcurrencyTest(Database database) {
        record = TheRecord.on(database);
    }

    @Test
    void eightWhoPushTheSameNewPersonAtOnceMakeOne() throws Exception {
        List<Outcome> outcomes = atOnce(8, number -> record.create(HOSPITAL, People.edith()));

        assertThat(outcomes.stream().map(Outcome::id).distinct()).hasSize(1);
        assertThat(outcomes.stream().filter(Outcome::created)).hasSize(1);
        assertThat(record.count("select count(*) from resource")).isOne();
        assertThat(record.count("select count(*) from version")).isOne();
    }

    @Test
    void eightWhoPushTheSameNewPersonWithTheirCarerAtOnceMakeOneOfEach() throws Exception {
        String link = "urn:uuid:9f0c1a52-0000-4000-8000-000000000001";
        atOnce(
                8,
                number -> record.transaction(
                        HOSPITAL, Asked.create(link, People.edith()), Asked.create(People.tom(link))));

        assertThat(record.count("select count(*) from resource where type = 'Patient'"))
                .isOne();
        assertThat(record.count("select count(*) from resource where type = 'RelatedPerson'"))
                .isOne();
    }

    @Test
    void eightConditionalCreatesAtOnceMakeOne() throws Exception {
        List<Outcome> outcomes = atOnce(8, number -> record.createUnless(TESTER, named("Marlow"), "family=marlow"));

        assertThat(outcomes.stream().map(Outcome::id).distinct()).hasSize(1);
        assertThat(record.count("select count(*) from resource")).isOne();
    }

    @Test
    void noIncrementOfACounterIsLost() throws Exception {
        int threads = 16;
        int each = 3;
        String id = record.create(TESTER, counter(0)).id();

        atOnce(threads, number -> {
            for (int done = 0; done < each; ) {
                Version seen = record.read(TESTER, "Basic", id);
                int next = count(record.resource(seen, Basic.class)) + 1;
                try {
                    record.update(TESTER, id, counter(next), seen.version());
                    done++;
                } catch (Fault overtaken) {
                    assertThat(overtaken.kind()).isIn(FaultKind.VERSION_MISMATCH, FaultKind.CONTENDED);
                }
            }
            return number;
        });

        Version last = record.read(TESTER, "Basic", id);
        assertThat(count(record.resource(last, Basic.class))).isEqualTo(threads * each);
        assertThat(last.version()).isEqualTo(threads * each + 1);
    }

    @Test
    void transactionsOnTheSameTwoPeopleInOppositeOrderNeitherDeadlockNorFail() throws Exception {
        String edith = record.create(HOSPITAL, People.edith()).id();
        String samir = record.create(HOSPITAL, People.samir()).id();

        atOnce(8, number -> {
            for (int turn = 0; turn < 5; turn++) {
                Patient first = People.edith();
                first.addAddress().setCity(number + "/" + turn);
                Patient second = People.samir();
                second.addAddress().setCity(number + "/" + turn);
                Change one = Asked.updateMatching(first, People.nhs(People.EDITH));
                Change other = Asked.updateMatching(second, People.nhs(People.SAMIR));
                if (number % 2 == 0) {
                    record.transaction(HOSPITAL, one, other);
                } else {
                    record.transaction(HOSPITAL, other, one);
                }
            }
            return number;
        });

        assertThat(record.read(HOSPITAL, "Patient", edith).version()).isEqualTo(41);
        assertThat(record.read(HOSPITAL, "Patient", samir).version()).isEqualTo(41);
    }

    @Test
    void twoWaysToTheSamePersonLoseNothing() throws Exception {
        String edith = record.create(HOSPITAL, People.edith()).id();

        atOnce(4, number -> {
            Patient next = People.edith();
            next.addAddress().setCity("city " + number);
            return number % 2 == 0
                    ? record.update(HOSPITAL, edith, next)
                    : record.updateMatching(HOSPITAL, next, "family=marlow&_id=" + edith);
        });

        assertThat(record.history(HOSPITAL, "Patient", edith))
                .extracting(Version::version)
                .containsExactly(5, 4, 3, 2, 1);
    }

    @RepeatedTest(25)
    void eightWhoAskForTheSamePersonAtOnceAreAllAnswered() throws Exception {
        String edith = record.create(HOSPITAL, People.edith()).id();

        List<List<String>> found =
                atOnce(8, number -> record.found(TheRecord.COUNCIL, "Patient", People.nhs(People.EDITH)));

        assertThat(found).allSatisfy(ids -> assertThat(ids).containsExactly(edith));
    }

    @Test
    void aConflictThatStaysIsToldAfterFiveTries() {
        AtomicInteger tries = new AtomicInteger();

        assertThat(stop(() -> record.transactions.run(transaction -> {
                    tries.incrementAndGet();
                    throw new Transactions.Overtaken();
                })))
                .isEqualTo(FaultKind.CONTENDED);
        assertThat(tries).hasValue(5);
    }

    @Test
    void aConflictThatPassesIsNotSeen() {
        AtomicInteger tries = new AtomicInteger();

        String result = record.transactions.run(transaction -> {
            transaction.update("insert into server_key (name, secret) values ('test', 'x')");
            if (tries.incrementAndGet() < 3) {
                throw new Transactions.Overtaken();
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(record.count("select count(*) from server_key where name = 'test'"))
                .isOne();
    }

    @Test
    void aMistakeOfOursIsNotTriedAgain() {
        AtomicInteger tries = new AtomicInteger();

        assertThat(stop(() -> record.transactions.run(transaction -> {
                    tries.incrementAndGet();
                    return transaction.changed("update no_such_table set x = 1");
                })))
                .isEqualTo(FaultKind.INTERNAL);
        assertThat(tries).hasValue(1);
    }

    private static Patient named(String family) {
        Patient patient = new Patient();
        patient.addName().setFamily(family);
        return patient;
    }

    private static Basic counter(int value) {
        Basic counter = new Basic();
        counter.getCode().setText("counter");
        counter.addExtension(COUNT, new IntegerType(value));
        return counter;
    }

    private static int count(Basic counter) {
        return ((IntegerType) counter.getExtensionByUrl(COUNT).getValue()).getValue();
    }

    private interface Part<T> {
        T of(int number);
    }

    /** The part once in each of so many threads, which start together. */
    private static <T> List<T> atOnce(int threads, Part<T> part)
            throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch ready = new CountDownLatch(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<T>> parts = IntStream.range(0, threads)
                    .<Callable<T>>mapToObj(number -> () -> {
                        ready.countDown();
                        ready.await();
                        return part.of(number);
                    })
                    .collect(Collectors.toList());
            List<T> results = new ArrayList<>();
            for (Future<T> done : pool.invokeAll(parts, 30, TimeUnit.SECONDS)) {
                results.add(done.get(1, TimeUnit.SECONDS));
            }
            return results;
        }
    }
}
