package org.carerrecord.gateway.contributions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Asked;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of table {@code contribution}. */
@Component
public class Contributions {

    private static final String COLUMNS =
            "resource, partner, source_key, patient, type, said, said_at, tie, earlier, message, confirmed, active";

    private static final Table CONTRIBUTION = Table.of(
            "contribution",
            "resource int8, partner varchar, source_key uuid, patient int8, type varchar, said bytea, said_at"
                    + " timestamptz, tie varchar, earlier varchar, message varchar, confirmed bool, active bool");
    private static final String UPDATE =
            """
            update contribution set patient = ?, said = ?, said_at = ?, tie = ?, earlier = ?, message = ?,
            confirmed = ?, active = ? where resource = ? and partner = ? and source_key = ?
            """;

    private final Resources resources;

    Contributions(Resources resources) {
        this.resources = resources;
    }

    List<Contribution> of(Transaction transaction, Collection<Long> pks) {
        return found(transaction, pks).statements();
    }

    Found found(Transaction transaction, Collection<Long> pks) {
        return ahead(transaction, pks, Set.of()).get();
    }

    /**
     * The same, asked for before it is needed.
     *
     * @param questions keys of Tasks that may ask whether two of them are one
     */
    Supplier<Found> ahead(Transaction transaction, Collection<Long> pks, Collection<UUID> questions) {
        Set<Long> apart = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        if (pks.isEmpty()) {
            return () -> new Found(List.of(), apart, ended, false);
        }
        AtomicBoolean asked = new AtomicBoolean();
        Asked<Contribution> statements = transaction.ask(
                Sql.of("select " + COLUMNS
                                + ", exists (select 1 from kept_apart a where a.one = resource), exists (select 1 from"
                                + " carer_died d where d.relationship = resource), ")
                        .then(areAsked(questions))
                        .then(" from contribution where ")
                        .then(Sql.in("resource", pks)),
                (row, number) -> {
                    if (row.getBoolean(13)) {
                        apart.add(row.getLong(1));
                    }
                    if (row.getBoolean(14)) {
                        ended.add(row.getLong(1));
                    }
                    if (row.getBoolean(15)) {
                        asked.set(true);
                    }
                    return contribution(row);
                });
        return () -> {
            List<Contribution> rows = statements.rows();
            return new Found(rows, apart, ended, asked.get());
        };
    }

    private static Sql areAsked(Collection<UUID> questions) {
        return questions.isEmpty()
                ? Sql.of("false")
                : Sql.of("exists (select 1 from identity_key k where ")
                        .then(Sql.in("k.digest", questions))
                        .then(")");
    }

    /**
     * Active statements about those who are related to a patient and of whom a partner itself says nothing; none beside
     * somebody restricted, where a link would tell what is masked.
     *
     * @param patient the id of the Patient
     * @param most how many are given
     */
    List<Contribution> ofRelated(Transaction transaction, String patient, String except, int most) {
        return transaction.query(
                Sql.of(
                        "select " + COLUMNS
                                + " from contribution c where type = 'RelatedPerson' and active and patient = (select"
                                + " r.pk from resource r where r.type = 'Patient' and r.id = ? and not r.guarded) and"
                                + " not exists (select 1 from contribution o where o.resource = c.resource and"
                                + " o.partner = ? and o.active) limit " + most,
                        patient,
                        except),
                (row, number) -> contribution(row));
    }

    /**
     * The keys of the resources behind the statements that a message takes back.
     *
     * @param by whose message it is, all of whose own statements are written
     * @param patient the key of the person whom they are about
     * @param standing whether those that were taken back are left out
     */
    public List<Long> statements(
            Transaction transaction, Version.SaidBy by, Withdrawn withdrawn, long patient, boolean standing) {
        Sql all = Sql.of(
                "select resource from contribution where partner = ? and patient = ? and type = ?"
                        + " and message is not null",
                by.partner(),
                patient,
                withdrawn.type());
        Sql those = standing ? all.then(" and active") : all;
        Sql its =
                switch (withdrawn.which()) {
                    case Which.Keyed(String key) -> those.then(" and source_key = ?", Identities.statementKey(key));
                    case Which.Rest() -> those.then(" and message <> ?", Objects.requireNonNull(by.message()));
                    case Which.All() -> those;
                    case Which.OnlyOne() -> those;
                };
        return transaction.query(its.then(" order by resource"), (row, number) -> row.getLong(1));
    }

    void save(Transaction transaction, Collection<Contribution> contributions, Collection<Contribution> held) {
        List<Object[]> updates = new ArrayList<>();
        List<Object[]> inserts = new ArrayList<>();
        for (Contribution one : contributions) {
            Contribution.About about = one.about();
            byte[] said = resources.json(one.said());
            OffsetDateTime at = Transaction.at(one.stamp().at());
            String earlier = Times.written(one.earlier());
            if (held.stream().anyMatch(one::isSameStatement)) {
                updates.add(row(
                        about.patient(),
                        said,
                        at,
                        one.stamp().tie(),
                        earlier,
                        one.message(),
                        one.confirmed(),
                        one.active(),
                        about.resource(),
                        about.partner(),
                        about.key()));
            } else {
                inserts.add(row(
                        about.resource(),
                        about.partner(),
                        about.key(),
                        about.patient(),
                        about.type(),
                        said,
                        at,
                        one.stamp().tie(),
                        earlier,
                        one.message(),
                        one.confirmed(),
                        one.active()));
            }
        }
        transaction.batch(UPDATE, updates);
        transaction.insert(CONTRIBUTION, inserts);
    }

    /** Takes away what nobody told, as it turned out. */
    void forget(Transaction transaction, List<Contribution> contributions) {
        transaction.batch(
                "delete from contribution where resource = ? and partner = ? and source_key = ?",
                contributions.stream()
                        .map(Contribution::about)
                        .map(one -> row(one.resource(), one.partner(), one.key()))
                        .toList());
    }

    /**
     * Whether somebody besides a partner speaks of a person and of what lies in their compartment, or it does so otherwise than
     * in messages of which all that they told is known. What it answers to a question about numbers is none of the person.
     */
    boolean areOfOthers(Transaction transaction, String partner, long patient) {
        return !transaction
                .query(
                        Sql.of(
                                """
                                select 1 from contribution c where c.patient = ? and (c.partner <> ? or (c.message is null
                                and not exists (select 1 from contribution q where q.resource = c.resource and q.type =
                                'Task' and q.source_key = ?)) or (c.type = 'RelatedPerson' and not exists (select 1 from telling t where t.partner =
                                c.partner and t.patient = c.patient and t.type = c.type and t.source_key = c.source_key)))
                                """,
                                patient,
                                partner,
                                NumberQuestions.KEY),
                        (row, number) -> 1)
                .isEmpty();
    }

    /** All that is said of a person and of what lies in their compartment. */
    List<Contribution> about(Transaction transaction, long patient) {
        return transaction.query(
                Sql.of("select " + COLUMNS + " from contribution where patient = ?", patient),
                (row, number) -> contribution(row));
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
    }

    private Contribution contribution(ResultSet row) throws SQLException {
        return new Contribution(
                new Contribution.About(
                        row.getLong(1),
                        row.getString(2),
                        row.getObject(3, UUID.class),
                        row.getObject(4, Long.class),
                        row.getString(5)),
                resources.parse(row.getBytes(6)),
                new Stamp(row.getObject(7, OffsetDateTime.class).toInstant(), row.getString(8)),
                Times.read(row.getString(9)),
                row.getString(10),
                row.getBoolean(11),
                row.getBoolean(12));
    }
}
