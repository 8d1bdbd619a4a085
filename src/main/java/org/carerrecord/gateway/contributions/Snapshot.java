package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/**
 * All that a partner says of who cares for whom, told in several messages: what they do not repeat is said no more (carer-model.md,
 * contributions 2).
 *
 * <p>Late words count as said too: they stand in table {@code telling}.
 *
 * @param partner ODS code
 * @param format of its messages, for example {@code council-extract}; statements of other formats are not its concern
 * @param name under which its messages are told
 */
public record Snapshot(String partner, String format, String name) {

    private static final String RELATIONSHIP = "RelatedPerson";

    private static final String STATED =
            " from contribution c join message m on m.id = c.message and m.format = ? where c.partner = ? and c.type ="
                    + " ? and c.active";

    /** Under which parts of a partner's lists and their ends wait for each other. */
    public static UUID lock(String partner, String format) {
        return Hash.key(String.join("\n", "snapshot", partner, format));
    }

    /** The latest time of its words; empty when it says of nobody that they are related to somebody. */
    public Optional<Instant> at(Transaction transaction) {
        return transaction
                .query(
                        Sql.of(
                                "select max(said_at) from telling where snapshot = ? and partner = ? and type = ? and"
                                        + " said is not null",
                                name,
                                partner,
                                RELATIONSHIP),
                        (row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .getFirst()
                .map(OffsetDateTime::toInstant);
    }

    /** How many relationships the partner states in messages of the format. */
    public int standing(Transaction transaction) {
        return transaction
                .query(
                        Sql.of("select count(distinct c.resource)" + STATED, format, partner, RELATIONSHIP),
                        (row, number) -> row.getInt(1))
                .getFirst();
    }

    /**
     * A relationship of which the partner stated something before, and no message of the snapshot repeats it.
     *
     * @param wholly whether none repeats anything of what the partner states of it
     */
    public record Missing(long resource, boolean wholly) {}

    /** What it leaves out. */
    public List<Missing> missing(Transaction transaction, Instant before) {
        return transaction.query(
                Sql.of(
                        "select resource, min(missing) from (select c.resource as resource, case when c.said_at < ?"
                            + " and not exists (select 1 from telling t where t.snapshot = ? and t.partner = c.partner"
                            + " and t.type = c.type and t.patient = c.patient and t.source_key = c.source_key and"
                            + " t.said is not null) then 1 else 0 end as missing"
                                + STATED
                                + ") stated group by resource having max(missing) = 1 order by resource",
                        Transaction.at(before),
                        name,
                        format,
                        partner,
                        RELATIONSHIP),
                (row, number) -> new Missing(row.getLong(1), row.getInt(2) == 1));
    }

    /** Whether any list of the partner and format ended since. */
    public boolean hasEndedSince(Transaction transaction, Instant time) {
        return !transaction
                .query(
                        Sql.of(
                                "select 1 from telling t join message m on m.id = t.message where t.partner = ? and"
                                        + " t.patient = ? and t.type = ? and t.format = ? and t.said is null and"
                                        + " m.received >= ? limit 1",
                                partner,
                                Telling.EVERYBODY,
                                RELATIONSHIP,
                                format,
                                Transaction.at(time)),
                        (row, number) -> 1)
                .isEmpty();
    }

    /** That it is whole, told before whatever was said at the same time; no part of one is taken meanwhile. */
    public void end(Transaction transaction, Tellings tellings, Stamp stamp, String message) {
        Locks.keys(transaction, Set.of(lock(partner, format)));
        tellings.keep(
                transaction,
                List.of(new Telling(
                        partner,
                        Telling.EVERYBODY,
                        RELATIONSHIP,
                        stamp,
                        null,
                        null,
                        Set.of(),
                        message,
                        new Change.Part(format, name))));
    }
}
