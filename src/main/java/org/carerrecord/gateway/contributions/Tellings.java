package org.carerrecord.gateway.contributions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of table {@code telling}: what each partner's messages told, one after another. */
@Component
public class Tellings {

    private static final Table TELLING = Table.of(
            "telling",
            "partner varchar, patient int8, type varchar, said_at timestamptz, tie varchar, source_key uuid, said"
                + " bytea, emptied varchar, message varchar, format varchar, snapshot varchar, former int8, former_key"
                + " uuid, only_one bool");

    private static final String COLUMNS =
            """
            said_at, tie, source_key, said, emptied, message, format, snapshot, former, type, former_key,
            only_one""";

    /** Of a person and of everybody. */
    private static final String ABOUT =
            " from telling where partner = ? and patient in (?, " + Telling.EVERYBODY + ") and type = ?";

    private final Resources resources;

    Tellings(Resources resources) {
        this.resources = resources;
    }

    /** Keeps what was told. */
    public void keep(Transaction transaction, List<Telling> tellings) {
        transaction.insert(TELLING, tellings.stream().map(this::row).toList());
    }

    /** All that a partner told of a person, of everybody too, of one type. */
    List<Telling> of(Transaction transaction, String partner, long patient, String type) {
        return told(transaction, partner, patient, Sql.of("select " + COLUMNS + ABOUT, partner, patient, type));
    }

    /** All that a partner told of a person and of nobody else, of every type. */
    List<Telling> of(Transaction transaction, String partner, long patient) {
        return told(
                transaction,
                partner,
                patient,
                Sql.of("select " + COLUMNS + " from telling where partner = ? and patient = ?", partner, patient));
    }

    /** Those of merged records with the time since when they are told of this person. */
    private List<Telling> told(Transaction transaction, String partner, long patient, Sql sql) {
        Map<Long, Optional<Telling.Former>> formers = new HashMap<>();
        List<Row> rows = transaction.query(
                sql, (row, number) -> new Row(telling(partner, patient, row), row.getObject(9, Long.class)));
        return rows.stream()
                .map(row -> row.former() == null
                        ? row.telling()
                        : row.telling().under(formers.computeIfAbsent(row.former(), former -> MergedNumbers.since(
                                        transaction, former)
                                .map(since -> new Telling.Former(former, since)))))
                .toList();
    }

    /** @param former the merged record under whose number it was told */
    private record Row(Telling telling, @Nullable Long former) {}

    /** Keeps in place of all that a partner told of a person what it tells instead. */
    void replace(Transaction transaction, String partner, long patient, List<Telling> tellings) {
        transaction.update("delete from telling where partner = ? and patient = ?", partner, patient);
        keep(transaction, tellings);
    }

    /** The messages and complete lists in which a partner said something of a person's carer. */
    Set<String> places(Transaction transaction, String partner, long patient, Set<UUID> keys) {
        return transaction
                .query(
                        Sql.of(
                                        "select message, snapshot" + ABOUT + " and said is not null and ",
                                        partner,
                                        patient,
                                        "RelatedPerson")
                                .then(Sql.in("source_key", keys)),
                        (row, number) -> Arrays.asList(row.getString(1), row.getString(2)))
                .stream()
                .flatMap(List::stream)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What a partner said after something.
     *
     * @param told by messages
     * @param isWritten whether it wrote or deleted by FHIR, too
     */
    public record After(List<Stamp> told, boolean isWritten) {}

    /** What a partner said of a type about a person, or of everybody, after something. */
    public After after(Transaction transaction, String partner, long patient, String type, Stamp than) {
        List<Stamp> told = new ArrayList<>();
        List<Boolean> written = transaction.query(
                Sql.of(
                                "select said_at, tie, false" + ABOUT + " and said_at >= ?",
                                partner,
                                patient,
                                type,
                                Transaction.at(than.at()))
                        .then(
                                " union all select said_at, '', true from contribution where partner = ? and type = ?"
                                        + " and (patient = ? or resource = ?) and message is null and said_at > ?",
                                partner,
                                type,
                                patient,
                                patient,
                                Transaction.at(than.at())),
                (row, number) -> {
                    if (!row.getBoolean(3)) {
                        told.add(stamp(row));
                    }
                    return row.getBoolean(3);
                });
        return new After(told.stream().filter(one -> one.isAfter(than)).toList(), written.contains(true));
    }

    /** What a partner told of a person's carer under a key is told under another. */
    void rekey(Transaction transaction, String partner, long patient, UUID former, UUID now) {
        transaction.update(
                "update telling set former_key = coalesce(former_key, source_key), source_key = ? where partner = ? and"
                        + " patient = ? and type = 'RelatedPerson' and source_key = ?",
                now,
                partner,
                patient,
                former);
    }

    /**
     * It is told under the former key again.
     *
     * @param formers the keys under which it was told
     */
    void rekeyBack(Transaction transaction, String partner, long patient, Set<UUID> formers, UUID former, UUID now) {
        formers.forEach(key -> transaction.update(
                "update telling set source_key = ?, former_key = ? where partner = ? and patient = ? and type ="
                        + " 'RelatedPerson' and source_key = ? and former_key = ?",
                former,
                key.equals(former) ? null : key,
                partner,
                patient,
                now,
                key));
    }

    /** When a partner last deleted some people by FHIR of whom its messages told; empty if never. */
    public Optional<Instant> deleted(Transaction transaction, String partner, Collection<Long> people) {
        return people.isEmpty()
                ? Optional.empty()
                : transaction
                        .query(
                                Sql.of(
                                                "select max(said_at) from telling where partner = ? and type ="
                                                        + " 'Patient' and message is null and said is null and ",
                                                partner)
                                        .then(Sql.in("patient", people)),
                                (row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                        .getFirst()
                        .map(OffsetDateTime::toInstant);
    }

    private Object[] row(Telling one) {
        @Nullable Resource said = one.said();
        Change.@Nullable Part part = one.part();
        return new @Nullable Object[] {
            one.partner(),
            one.patient(),
            one.type(),
            Transaction.at(one.stamp().at()),
            one.stamp().tie(),
            one.key(),
            said == null ? null : resources.json(said),
            one.emptied().stream().sorted().collect(Collectors.joining(" ")),
            one.message(),
            part == null ? null : part.format(),
            part == null ? null : part.snapshot(),
            one.former().map(Telling.Former::pk).orElse(null),
            one.formerKey().orElse(null),
            one.only()
        };
    }

    private Telling telling(String partner, long patient, ResultSet row) throws SQLException {
        Telling telling = new Telling(
                        partner,
                        patient,
                        row.getString(10),
                        stamp(row),
                        row.getObject(3, UUID.class),
                        Optional.ofNullable(row.getBytes(4))
                                .map(resources::parse)
                                .orElse(null),
                        Arrays.stream(row.getString(5).split(" "))
                                .filter(element -> !element.isEmpty())
                                .collect(Collectors.toUnmodifiableSet()),
                        row.getString(6),
                        part(row.getString(7), row.getString(8)))
                .formerly(Optional.ofNullable(row.getObject(11, UUID.class)));
        return row.getBoolean(12) ? telling.ofOnly() : telling;
    }

    private static Change.@Nullable Part part(@Nullable String format, @Nullable String snapshot) {
        return format == null ? null : new Change.Part(format, snapshot);
    }

    private static Stamp stamp(ResultSet row) throws SQLException {
        return new Stamp(row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2));
    }
}
