package org.carerrecord.gateway.contributions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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
                    + " bytea, emptied varchar, message varchar");

    private final Resources resources;

    Tellings(Resources resources) {
        this.resources = resources;
    }

    /** Keeps what was told. */
    public void keep(Transaction transaction, List<Telling> tellings) {
        transaction.insert(TELLING, tellings.stream().map(this::row).toList());
    }

    /** All that a partner told of a person, of one type. */
    List<Telling> of(Transaction transaction, String partner, long patient, String type) {
        return transaction.query(
                Sql.of(
                        "select said_at, tie, source_key, said, emptied, message from telling"
                                + " where partner = ? and patient = ? and type = ?",
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
                                "select said_at, tie from telling where partner = ? and patient = ? and type = ?"
                                        + " and said_at >= ?",
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
        return new @Nullable Object[] {
            one.partner(),
            one.patient(),
            one.type(),
            Transaction.at(one.stamp().at()),
            one.stamp().tie(),
            one.key(),
            said == null ? null : resources.json(said),
            one.emptied().stream().sorted().collect(Collectors.joining(" ")),
            one.message()
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
                row.getString(6));
    }

    private static Stamp stamp(ResultSet row) throws SQLException {
        return new Stamp(row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2));
    }
}
