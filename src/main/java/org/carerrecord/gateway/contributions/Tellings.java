package org.carerrecord.gateway.contributions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
                    + " bytea, emptied varchar, message varchar, format varchar, snapshot varchar");

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
        return transaction.query(
                Sql.of(
                        "select said_at, tie, source_key, said, emptied, message, format, snapshot" + ABOUT,
                        partner,
                        patient,
                        type),
                (row, number) -> telling(partner, patient, type, row));
    }

    /** When the partner told of something of the same kind about a person after a statement. */
    public List<Stamp> toldAfter(Transaction transaction, String partner, long patient, String type, Stamp than) {
        return transaction
                .query(
                        Sql.of(
                                "select said_at, tie" + ABOUT + " and said_at >= ?",
                                partner,
                                patient,
                                type,
                                Transaction.at(than.at())),
                        (row, number) -> stamp(row))
                .stream()
                .filter(one -> one.isAfter(than))
                .toList();
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
            part == null ? null : part.snapshot()
        };
    }

    private Telling telling(String partner, long patient, String type, ResultSet row) throws SQLException {
        return new Telling(
                partner,
                patient,
                type,
                stamp(row),
                row.getObject(3, UUID.class),
                Optional.ofNullable(row.getBytes(4)).map(resources::parse).orElse(null),
                Arrays.stream(row.getString(5).split(" "))
                        .filter(element -> !element.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                row.getString(6),
                part(row.getString(7), row.getString(8)));
    }

    private static Change.@Nullable Part part(@Nullable String format, @Nullable String snapshot) {
        return format == null ? null : new Change.Part(format, snapshot);
    }

    private static Stamp stamp(ResultSet row) throws SQLException {
        return new Stamp(row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2));
    }
}
