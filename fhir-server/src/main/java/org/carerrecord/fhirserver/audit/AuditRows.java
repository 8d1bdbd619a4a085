package org.carerrecord.fhirserver.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.profiles.Fault;

/**
 * Commits the rows of several attempts at once (group commit): while some commit what came before, others come and wait,
 * and one of them commits for all of them next. Nobody returns before its row is committed.
 */
final class AuditRows<R> {

    /** So that one transaction stays short, however many wait. */
    private static final int MOST_AT_ONCE = 200;

    /** So that the processors have something to do while one waits for the disk. */
    private static final int MOST_COMMITTING = 2;

    private final Transactions transactions;
    private final BiConsumer<Transaction, List<R>> insert;
    /** Who came while as many as may were committing. */
    private final Queue<Waiting<R>> waiting = new ArrayDeque<>();

    private int committing;

    AuditRows(Transactions transactions, BiConsumer<Transaction, List<R>> insert) {
        this.transactions = transactions;
        this.insert = insert;
    }

    private enum Turn {
        /** It commits its row, and those of who came after it. */
        COMMIT,
        COMMITTED,
        /** Another's row may have been the reason that its own is not committed. */
        ALONE
    }

    private record Waiting<R>(R row, CompletableFuture<Turn> turn) {}

    /**
     * Returns when the row is committed.
     *
     * @throws Fault UNAVAILABLE when it could not be
     */
    void keep(R row) {
        Waiting<R> mine = new Waiting<>(row, new CompletableFuture<>());
        List<Waiting<R>> group = new ArrayList<>(List.of(mine));
        come(mine);
        Turn turn = mine.turn().join();
        if (turn == Turn.COMMIT) {
            turn = commitWithOthers(group);
        }
        if (turn == Turn.ALONE) {
            commit(List.of(row));
        }
    }

    private synchronized void come(Waiting<R> mine) {
        if (committing < MOST_COMMITTING) {
            committing++;
            mine.turn().complete(Turn.COMMIT);
        } else {
            waiting.add(mine);
        }
    }

    private synchronized void addOthers(List<Waiting<R>> group) {
        while (group.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
            group.add(waiting.element());
            waiting.remove();
        }
    }

    private synchronized void passOn() {
        Waiting<R> next = waiting.poll();
        if (next == null) {
            committing--;
        } else {
            next.turn().complete(Turn.COMMIT);
        }
    }

    /**
     * Whatever stops it, the next goes on and the group is told.
     *
     * @param group whoever commits it
     */
    private Turn commitWithOthers(List<Waiting<R>> group) {
        Turn end = Turn.ALONE;
        try {
            addOthers(group);
            commit(group.stream().map(Waiting::row).toList());
            end = Turn.COMMITTED;
        } catch (Fault tryAlone) {
            if (group.size() == 1) {
                throw tryAlone;
            }
        } finally {
            try {
                passOn();
            } finally {
                for (Waiting<R> one : group) {
                    one.turn().complete(end);
                }
            }
        }
        return end;
    }

    private void commit(List<R> rows) {
        transactions.run(transaction -> {
            insert.accept(transaction, rows);
            return rows.size();
        });
    }
}
