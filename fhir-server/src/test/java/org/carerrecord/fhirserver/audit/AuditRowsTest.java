package org.carerrecord.fhirserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.store.Transactions;
import org.junit.jupiter.api.Test;

class AuditRowsTest {

    private static final int OTHERS = 5;

    private final CountDownLatch begun = new CountDownLatch(2);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Queue<Throwable> stops = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> committed = new ConcurrentLinkedQueue<>();

    private static AuditRows<Integer> rows(Consumer<List<Integer>> insert) {
        return new AuditRows<>(
                new Transactions(Database.H2.fresh(), Clock.systemUTC(), new Random(7)),
                (transaction, all) -> insert.accept(all));
    }

    /** Two hold the others up, so that they commit as a group, which meets an error. */
    private void insert(List<Integer> all) {
        if (all.getFirst() <= 0) {
            begun.countDown();
            await(go);
        }
        if (all.size() > 1) {
            throw new OutOfMemoryError("as much as a group needs");
        }
        committed.addAll(all);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private Thread keeping(AuditRows<Integer> rows, int row) {
        Thread thread = new Thread(() -> rows.keep(row));
        thread.setUncaughtExceptionHandler((any, stop) -> stops.add(stop));
        thread.start();
        return thread;
    }

    @Test
    void nobodyReturnsBeforeItsRowIsCommittedWhateverMetTheLeader() throws InterruptedException {
        AuditRows<Integer> rows = rows(this::insert);
        List<Thread> first = List.of(keeping(rows, 0), keeping(rows, -1));
        await(begun);
        List<Thread> others = IntStream.rangeClosed(1, OTHERS)
                .mapToObj(row -> keeping(rows, row))
                .toList();
        while (!others.stream().allMatch(other -> other.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }

        go.countDown();
        for (Thread each : Stream.concat(first.stream(), others.stream()).toList()) {
            each.join();
        }

        assertThat(stops).as("of the leader").hasSize(1).allMatch(OutOfMemoryError.class::isInstance);
        assertThat(committed).as("of all others").hasSize(OTHERS + 1).doesNotHaveDuplicates();
    }

    @Test
    void anErrorIsNotSwallowed() {
        AuditRows<Integer> rows = rows(all -> {
            throw new OutOfMemoryError("none left");
        });

        assertThatThrownBy(() -> rows.keep(1)).isInstanceOf(OutOfMemoryError.class);
    }
}
