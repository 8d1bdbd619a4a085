package org.carerrecord.gateway.contributions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.springframework.stereotype.Component;

/** The rows of table {@code contribution}. */
@Component
public class Contributions {

    private static final String COLUMNS =
            "resource, partner, source_key, patient, type, said, said_at, message, confirmed, active";

    private final Resources resources;

    Contributions(Resources resources) {
        this.resources = resources;
    }

    /** The partner's own key for a statement, as it is stored. */
    static UUID key(String key) {
        return Hash.key("statement " + key);
    }

    List<Contribution> of(Transaction transaction, Collection<Long> pks) {
        return transaction.query(
                Sql.of("select " + COLUMNS + " from contribution where ").then(Sql.in("resource", pks)),
                (row, number) -> contribution(row));
    }

    /** Whether somebody says of a person that they have a carer, confirmed with the carer. */
    boolean confirmedCarer(Transaction transaction, long patient) {
        return !transaction
                .query(
                        Sql.of(
                                "select 1 from contribution where patient = ? and type = 'RelatedPerson'"
                                        + " and confirmed and active limit 1",
                                patient),
                        (row, number) -> 1)
                .isEmpty();
    }

    /**
     * The keys of the resources behind a partner's active statements about a person.
     *
     * @param key of the one statement; empty for all of the type
     */
    public List<Long> statements(
            Transaction transaction, String partner, long patient, String type, Optional<String> key) {
        Sql all = Sql.of(
                "select resource from contribution where partner = ? and patient = ? and type = ? and active"
                        + " and message is not null",
                partner,
                patient,
                type);
        return transaction.query(
                key.map(one -> all.then(" and source_key = ?", key(one)))
                        .orElse(all)
                        .then(" order by resource"),
                (row, number) -> row.getLong(1));
    }

    /** Which of the resources the partner knows something later of. */
    public List<Long> saidLater(Transaction transaction, String partner, Collection<Long> pks, Instant than) {
        return transaction.query(
                Sql.of(
                                "select distinct resource from contribution where partner = ? and said_at > ? and ",
                                partner,
                                Transaction.at(than))
                        .then(Sql.in("resource", pks)),
                (row, number) -> row.getLong(1));
    }

    void save(Transaction transaction, Collection<Contribution> contributions, Collection<Contribution> held) {
        for (Contribution one : contributions) {
            byte[] said = resources.json(one.said());
            if (held.stream().anyMatch(one::isSameStatement)) {
                transaction.update(
                        """
                        update contribution set patient = ?, said = ?, said_at = ?, message = ?, confirmed = ?, active = ?
                        where resource = ? and partner = ? and source_key = ?
                        """,
                        one.patient(),
                        said,
                        Transaction.at(one.saidAt()),
                        one.message(),
                        one.confirmed(),
                        one.active(),
                        one.resource(),
                        one.partner(),
                        one.key());
            } else {
                transaction.update(
                        "insert into contribution (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        one.resource(),
                        one.partner(),
                        one.key(),
                        one.patient(),
                        one.type(),
                        said,
                        Transaction.at(one.saidAt()),
                        one.message(),
                        one.confirmed(),
                        one.active());
            }
        }
    }

    private Contribution contribution(ResultSet row) throws SQLException {
        return new Contribution(
                row.getLong(1),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getObject(4, Long.class),
                row.getString(5),
                resources.parse(row.getBytes(6)),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                row.getString(8),
                row.getBoolean(9),
                row.getBoolean(10));
    }
}
