package org.carerrecord.fhirserver.audit;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;

/**
 * Proves that the audit is what it was when it was sealed; it needs 8 bytes of memory for each row.
 *
 * <p>Whoever can write to every table could make the whole chain anew. Against that stands a link that somebody else has kept:
 * it must still be in the chain.
 */
public final class AuditProof {

    private static final int SEALS_AT_ONCE = 20;
    private static final int ROWS_AT_ONCE = 10_000;

    private final Transactions transactions;
    private final Optional<Link> kept;
    private final Set<String> faults = new LinkedHashSet<>();
    private final LongStream.Builder sealed = LongStream.builder();
    private Seal last = Seal.NONE;

    private AuditProof(Transactions transactions, Optional<Link> kept) {
        this.transactions = transactions;
        this.kept = kept;
    }

    /** A seal's number and digest, as they were told at another time. */
    public record Link(long number, String digest) {}

    /**
     * What the proof found.
     *
     * @param rows how many are sealed
     * @param last the last link of the chain
     * @param tail how many rows came after it, and are not sealed yet
     * @param faults what was changed, taken away or put in; nothing when the audit is whole
     */
    public record Result(int rows, Link last, int tail, List<String> faults) {}

    /** @param kept a link that must be in the chain */
    public static Result of(Transactions transactions, Optional<Link> kept) {
        return new AuditProof(transactions, kept).result();
    }

    private Result result() {
        boolean more;
        do {
            more = provedMore();
        } while (more);
        kept.filter(link -> link.number() > last.number())
                .ifPresent(link -> faults.add("seal " + link.number() + ": it is not there any more"));
        long[] rows = sealed.build().sorted().distinct().toArray();
        int tail = tail(rows);
        return new Result(rows.length, new Link(last.number(), last.digest()), tail, List.copyOf(faults));
    }

    private boolean provedMore() {
        List<Seal> seals = transactions.read(transaction -> Seal.read(
                transaction, Sql.of("where number > ? order by number limit " + SEALS_AT_ONCE, last.number())));
        seals.forEach(this::prove);
        return !seals.isEmpty();
    }

    private void prove(Seal seal) {
        if (!seal.follows(last)) {
            faults.add("seal " + seal.number() + ": it, or a seal before it, was changed or taken away");
        }
        kept.filter(link -> link.number() == seal.number() && !link.digest().equals(seal.digest()))
                .ifPresent(link -> faults.add("seal " + seal.number() + ": it is another than the one that was kept"));
        Map<Long, UUID> then = ProvenRows.of(seal.proven()).digests();
        Map<Long, UUID> now = transactions.read(transaction ->
                ProvenRows.of(transaction, List.copyOf(then.keySet())).digests());
        then.forEach((id, digest) -> {
            sealed.add(id);
            if (!now.containsKey(id)) {
                faults.add("row " + id + ": it was taken away");
            } else if (!digest.equals(now.get(id))) {
                faults.add("row " + id + ": it was changed");
            }
        });
        last = seal;
    }

    /** The rows that no seal has: behind the chain they wait for the next seal, before its end they were put in. */
    private int tail(long[] rows) {
        long end = rows.length == 0 ? 0 : Ids.before(rows[rows.length - 1], AuditSealer.LATEST);
        int tail = 0;
        long after = 0;
        List<Long> page;
        do {
            long from = after;
            page = transactions.read(transaction -> page(transaction, from));
            for (long id : page) {
                if (Arrays.binarySearch(rows, id) < 0) {
                    if (id < end) {
                        faults.add("row " + id + ": it was put in, or came too late for a seal");
                    } else {
                        tail++;
                    }
                }
                after = id;
            }
        } while (!page.isEmpty());
        return tail;
    }

    private static List<Long> page(Transaction transaction, long after) {
        return transaction.query(
                Sql.of("select a.id from audit a where a.id > ? order by a.id limit " + ROWS_AT_ONCE, after),
                (row, number) -> row.getLong(1));
    }
}
