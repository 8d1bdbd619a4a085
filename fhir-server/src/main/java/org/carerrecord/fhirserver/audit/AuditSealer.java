package org.carerrecord.fhirserver.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;

/**
 * Chains what was committed to the audit. Of several nodes one seals at a time; each learns from the table what the others
 * have sealed.
 *
 * <p>Rows are committed in another order than that of their ids, so each look goes back a little, and from time to time as far
 * as a row may be late. After a start a row may be sealed once more, which does no harm.
 */
public final class AuditSealer {

    /** How late a row may be committed after it was given its id, and how far two nodes' clocks may differ. */
    static final Duration LATEST = Duration.ofMinutes(2);

    private static final Duration NEAR = Duration.ofSeconds(5);
    private static final int FAR_EACH = 30;

    /** So that one seal stays small. */
    private static final int MOST = 20_000;

    private final Transactions transactions;
    private final NavigableSet<Long> known = new TreeSet<>();
    private Seal last = Seal.NONE;
    private long looks;

    public AuditSealer(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What others and this one have sealed since. */
    private record Sealed(List<Seal> seals, int fresh) {}

    /** Whether there is a row that is newer than all of which this one knows that they are sealed: another node may have ended. */
    public synchronized boolean isBehind() {
        long sealed = newest(known, known);
        return transactions.read(transaction -> !transaction
                .query(
                        Sql.of("select a.id from audit a where a.id > ? order by a.id limit 1", sealed),
                        (row, number) -> row.getLong(1))
                .isEmpty());
    }

    /**
     * Seals what is committed.
     *
     * @return how many rows
     */
    public synchronized int seal() {
        Duration back = looks++ % FAR_EACH == 0 ? LATEST : NEAR;
        int all = 0;
        int fresh;
        do {
            Sealed sealed = transactions.run(transaction -> seal(transaction, back));
            sealed.seals().forEach(this::learn);
            fresh = sealed.fresh();
            all += fresh;
        } while (fresh == MOST);
        known.headSet(Ids.before(newest(known, known), LATEST)).clear();
        return all;
    }

    private void learn(Seal seal) {
        known.addAll(ProvenRows.of(seal.proven()).digests().keySet());
        last = seal;
    }

    private Sealed seal(Transaction transaction, Duration back) {
        transaction.update("select turn from audit_sealer for update");
        List<Seal> seals = new ArrayList<>(since(transaction));
        NavigableSet<Long> others = new TreeSet<>();
        seals.forEach(
                seal -> others.addAll(ProvenRows.of(seal.proven()).digests().keySet()));
        Seal before = seals.isEmpty() ? last : seals.getLast();
        List<Long> fresh = unsealed(
                transaction,
                id -> known.contains(id) || others.contains(id),
                // The clock may have been set back.
                Ids.before(Math.min(newest(known, others), Ids.keyOf(transaction.now())), back));
        if (!fresh.isEmpty()) {
            Seal next = before.next(
                    transaction.now(), ProvenRows.of(transaction, fresh).bytes());
            next.write(transaction);
            seals.add(next);
        }
        return new Sealed(seals, fresh.size());
    }

    /** The first look needs the last seal only. */
    private List<Seal> since(Transaction transaction) {
        return Seal.read(
                transaction,
                last.number() == 0
                        ? Sql.of("order by number desc limit 1")
                        : Sql.of("where number > ? order by number", last.number()));
    }

    private static List<Long> unsealed(Transaction transaction, LongPredicate isSealed, long from) {
        List<Long> fresh = new ArrayList<>();
        List<Long> page;
        long after = from;
        do {
            page = transaction.query(
                    Sql.of("select a.id from audit a where a.id > ? order by a.id limit " + MOST, after),
                    (row, number) -> row.getLong(1));
            page.stream()
                    .filter(id -> !isSealed.test(id))
                    .limit((long) MOST - fresh.size())
                    .forEach(fresh::add);
            after = page.isEmpty() ? after : page.getLast();
        } while (page.size() == MOST && fresh.size() < MOST);
        return fresh;
    }

    private static long newest(NavigableSet<Long> known, NavigableSet<Long> others) {
        return Math.max(known.isEmpty() ? 0 : known.last(), others.isEmpty() ? 0 : others.last());
    }
}
