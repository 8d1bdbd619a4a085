package org.carerrecord.fhirserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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

    private void holdUp(List<Integer> all) {
        if (all.getFirst() <= 0) {
            begun.countDown();
            await(go);
        }
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

    /** Two hold up all others, who come meanwhile, and who are let go together. */
    private void hold(AuditRows<Integer> rows, int others) throws InterruptedException {
        List<Thread> threads = new ArrayList<>(List.of(keeping(rows, 0), keeping(rows, -1)));
        await(begun);
        IntStream.rangeClosed(1, others).forEach(row -> threads.add(keeping(rows, row)));
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void whoComesMeanwhileIsCommittedTogetherAndOnce() throws InterruptedException {
        Queue<Integer> groups = new ConcurrentLinkedQueue<>();

        hold(
                rows(all -> {
                    holdUp(all);
                    groups.add(all.size());
                    committed.addAll(all);
                }),
                250);

        assertThat(committed).hasSize(252).doesNotHaveDuplicates();
        assertThat(groups).hasSizeBetween(4, 5).allMatch(size -> size <= 200);
        assertThat(stops).isEmpty();
    }

    @Test
    void nobodyReturnsBeforeItsRowIsCommittedWhateverMetWhoCommitsForAll() throws InterruptedException {
        hold(
                rows(all -> {
                    holdUp(all);
                    if (all.size() > 1) {
                        throw new OutOfMemoryError("as much as a group needs");
                    }
                    committed.addAll(all);
                }),
                OTHERS);

        assertThat(stops).as("of who commits for all").hasSize(1).allMatch(OutOfMemoryError.class::isInstance);
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
