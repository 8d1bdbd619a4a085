package org.carerrecord.gateway.contributions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of table {@code contribution}. */
@Component
public class Contributions {

    private static final String COLUMNS =
            "resource, partner, source_key, patient, type, said, said_at, message, confirmed, active";

    private static final Table CONTRIBUTION = Table.of(
            "contribution",
            "resource int8, partner varchar, source_key uuid, patient int8, type varchar, said bytea,"
                    + " said_at timestamptz, message varchar, confirmed bool, active bool");
    private static final String UPDATE =
            """
            update contribution set patient = ?, said = ?, said_at = ?, message = ?, confirmed = ?, active = ?
            where resource = ? and partner = ? and source_key = ?
            """;

    private final Resources resources;

    Contributions(Resources resources) {
        this.resources = resources;
    }

    List<Contribution> of(Transaction transaction, Collection<Long> pks) {
        return pks.isEmpty()
                ? List.of()
                : transaction.query(
                        Sql.of("select " + COLUMNS + " from contribution where ")
                                .then(Sql.in("resource", pks)),
                        (row, number) -> contribution(row));
    }

    /**
     * Active statements about those who are related to a patient and of whom a partner itself says nothing.
     *
     * @param patient the id of the Patient
     * @param most how many are given
     */
    List<Contribution> ofRelated(Transaction transaction, String patient, String except, int most) {
        return transaction.query(
                Sql.of(
                        "select " + COLUMNS
                                + " from contribution c where type = 'RelatedPerson' and active and patient ="
                                + " (select r.pk from resource r where r.type = 'Patient' and r.id = ?) and not exists"
                                + " (select 1 from contribution o where o.resource = c.resource and o.partner = ? and"
                                + " o.active) limit " + most,
                        patient,
                        except),
                (row, number) -> contribution(row));
    }

    /** A statement that somebody confirmed with a carer, and whether what it is about is shared as it is held now. */
    record Confirmed(long resource, String partner, UUID key, boolean shared) {

        boolean isSameStatement(Contribution other) {
            return resource == other.resource() && partner.equals(other.partner()) && key.equals(other.key());
        }
    }

    /** The active statements of confirmed carers of a person, as they are held. */
    List<Confirmed> confirmedCarers(Transaction transaction, long patient) {
        return transaction.query(
                Sql.of(
                        """
                        select c.resource, c.partner, c.source_key, coalesce(r.shared, false) from contribution c
                        left join resource r on r.pk = c.resource
                        where c.patient = ? and c.type = 'RelatedPerson' and c.confirmed and c.active
                        """,
                        patient),
                (row, number) -> new Confirmed(
                        row.getLong(1), row.getString(2), row.getObject(3, UUID.class), row.getBoolean(4)));
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
                key.map(one -> all.then(" and source_key = ?", Identities.statementKey(one)))
                        .orElse(all)
                        .then(" order by resource"),
                (row, number) -> row.getLong(1));
    }

    /** Whether the partner said something later of the same kind about a person. */
    public boolean saidLater(Transaction transaction, String partner, long patient, String type, Instant than) {
        return !transaction
                .query(
                        Sql.of(
                                "select 1 from contribution where partner = ? and patient = ? and type = ? and said_at"
                                        + " > ? limit 1",
                                partner,
                                patient,
                                type,
                                Transaction.at(than)),
                        (row, number) -> 1)
                .isEmpty();
    }

    void save(Transaction transaction, Collection<Contribution> contributions, Collection<Contribution> held) {
        List<Object[]> updates = new ArrayList<>();
        List<Object[]> inserts = new ArrayList<>();
        for (Contribution one : contributions) {
            byte[] said = resources.json(one.said());
            OffsetDateTime at = Transaction.at(one.saidAt());
            if (held.stream().anyMatch(one::isSameStatement)) {
                updates.add(row(
                        one.patient(),
                        said,
                        at,
                        one.message(),
                        one.confirmed(),
                        one.active(),
                        one.resource(),
                        one.partner(),
                        one.key()));
            } else {
                inserts.add(row(
                        one.resource(),
                        one.partner(),
                        one.key(),
                        one.patient(),
                        one.type(),
                        said,
                        at,
                        one.message(),
                        one.confirmed(),
                        one.active()));
            }
        }
        transaction.batch(UPDATE, updates);
        transaction.insert(CONTRIBUTION, inserts);
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
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
