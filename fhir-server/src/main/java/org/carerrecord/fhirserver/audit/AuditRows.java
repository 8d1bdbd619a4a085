package org.carerrecord.fhirserver.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.profiles.Fault;

/**
 * Commits the rows of several attempts at once (group commit): while one caller commits what waits, others come and wait,
 * and the next commits theirs with its own. Nobody returns before its row is committed.
 */
final class AuditRows<R> {

    /** So that one transaction stays short, however many wait. */
    private static final int MOST_AT_ONCE = 200;

    private final Transactions transactions;
    private final BiConsumer<Transaction, List<R>> insert;
    private final Queue<Waiting<R>> waiting = new ConcurrentLinkedQueue<>();
    private final Lock turn = new ReentrantLock();

    AuditRows(Transactions transactions, BiConsumer<Transaction, List<R>> insert) {
        this.transactions = transactions;
        this.insert = insert;
    }

    /**
     * Returns when the row is committed.
     *
     * @throws Fault UNAVAILABLE when it could not be
     */
    void keep(R row) {
        Waiting<R> mine = new Waiting<>(row);
        waiting.add(mine);
        turn.lock();
        try {
            while (!mine.taken) {
                commitWhatWaits();
            }
        } finally {
            turn.unlock();
        }
        if (!mine.committed) {
            // Another's row may have been the reason.
            commit(List.of(row));
        }
    }

    private void commitWhatWaits() {
        List<Waiting<R>> group = new ArrayList<>();
        for (Waiting<R> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.taken = true;
            group.add(next);
            if (group.size() == MOST_AT_ONCE) {
                break;
            }
        }
        try {
            commit(group.stream().map(one -> one.row).toList());
            group.forEach(one -> one.committed = true);
        } catch (Fault tryAlone) {
            // Each of the group finds that its row is not committed; so it does after an error, which goes on from
            // here.
        }
    }

    private void commit(List<R> rows) {
        transactions.run(transaction -> {
            insert.accept(transaction, rows);
            return rows.size();
        });
    }

    /** Its fields change under the lock only. */
    private static final class Waiting<R> {
        private final R row;
        private boolean taken;
        private boolean committed;

        Waiting(R row) {
            this.row = row;
        }
    }
}
