package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/**
 * All that a partner says of who cares for whom, told in messages that name it as what sends them: what they do not repeat is
 * said no more (carer-model.md, contributions 2).
 *
 * <p>Late words count as said too: they stand in table {@code telling}.
 *
 * @param partner ODS code
 * @param format of its messages, for example {@code council-extract}; statements of other formats are not its concern
 * @param name what its messages have as the sending application
 */
public record Snapshot(String partner, String format, String name) {

    private static final String RELATIONSHIP = "RelatedPerson";

    private static final String SAID_BY_IT =
            " from telling t join message m on m.id = t.message where t.partner = ? and t.type = ? and t.said is not"
                    + " null and m.sending_application = ? and m.format = ?";

    /** The latest time of its words; empty when it says of nobody that they are related to somebody. */
    public Optional<Instant> at(Transaction transaction) {
        return transaction
                .query(
                        Sql.of("select max(t.said_at)" + SAID_BY_IT, partner, RELATIONSHIP, name, format),
                        (row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .getFirst()
                .map(OffsetDateTime::toInstant);
    }

    /** How many relationships the partner states in messages of the format. */
    public int standing(Transaction transaction) {
        return transaction
                .query(
                        Sql.of(
                                "select count(distinct c.resource) from contribution c join message m on m.id ="
                                        + " c.message where c.partner = ? and c.type = ? and c.active and m.format = ?",
                                partner,
                                RELATIONSHIP,
                                format),
                        (row, number) -> row.getInt(1))
                .getFirst();
    }

    /** The keys of the relationships that the partner stated before that time, and that no message of the snapshot states. */
    public List<Long> missing(Transaction transaction, Instant before) {
        return transaction.query(
                Sql.of(
                        "select resource from (select c.resource as resource, case when m.format = ? and c.said_at < ?"
                                + " and not exists (select 1 from telling t join message s on s.id = t.message"
                                + " where t.partner = c.partner and t.patient = c.patient and t.type = c.type"
                                + " and t.source_key = c.source_key and t.said is not null"
                                + " and s.sending_application = ? and s.format = ?) then 1 else 0 end as missing"
                                + " from contribution c join message m on m.id = c.message"
                                + " where c.partner = ? and c.type = ? and c.active) stated"
                                + " group by resource having min(missing) = 1 order by resource",
                        format,
                        Transaction.at(before),
                        name,
                        format,
                        partner,
                        RELATIONSHIP),
                (row, number) -> row.getLong(1));
    }

    /** That the partner takes back its standing statements of these relationships. */
    public List<Telling> takenBack(Transaction transaction, Collection<Long> resources, Stamp stamp, String message) {
        return transaction.query(
                Sql.of(
                                "select patient, source_key from contribution where partner = ? and active and message"
                                        + " is not null and ",
                                partner)
                        .then(Sql.in("resource", resources)),
                (row, number) -> new Telling(
                        partner,
                        row.getLong(1),
                        RELATIONSHIP,
                        stamp,
                        row.getObject(2, UUID.class),
                        null,
                        Set.of(),
                        message));
    }
}
