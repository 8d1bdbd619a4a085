package org.carerrecord.fhirserver.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the rows of table {@code relationship}. */
public final class Relationships {

    private static final Table RELATIONSHIP =
            Table.of("relationship", "partner varchar, patient int8, kind varchar, until timestamptz");

    private Relationships() {}

    /**
     * Adds the relationships that are not there yet, and takes away practices where patients are registered no more.
     *
     * @param relationships with when they end
     * @param told patients whose registrations are all told
     */
    public static void tell(
            Transaction transaction,
            Standing standing,
            Map<Relationship, Optional<Instant>> relationships,
            Set<Long> told) {
        transaction.standsOtherwise();
        transaction.batch(
                "delete from relationship where partner = ? and patient = ? and kind = ?",
                standing.relationships().stream()
                        .filter(one -> one.kind().equals("registered")
                                && told.contains(one.patient())
                                && !relationships.containsKey(one))
                        .map(one -> row(one.partner(), one.patient(), one.kind()))
                        .toList());
        transaction.insert(
                RELATIONSHIP,
                relationships.entrySet().stream()
                        .filter(one -> !standing.relationships().contains(one.getKey()))
                        .map(one -> row(
                                one.getKey().partner(),
                                one.getKey().patient(),
                                one.getKey().kind(),
                                one.getValue().map(Transaction::at).orElse(null)))
                        .toList());
    }

    /** Those of one kind that a partner has with these people and that end, with when. */
    public static Map<Relationship, OffsetDateTime> ends(
            Transaction transaction, String partner, String kind, Set<Long> patients) {
        return transaction
                .query(
                        Sql.of("select patient, until from relationship where ")
                                .then(Sql.and(
                                        Sql.of("partner = ? and kind = ? and until is not null", partner, kind),
                                        Sql.in("patient", patients))),
                        (row, number) -> Map.entry(
                                new Relationship(partner, row.getLong(1), kind),
                                row.getObject(2, OffsetDateTime.class)))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Adds a relationship, or moves its end; without an end it stands until it is taken away. */
    public static void put(Transaction transaction, Relationship one, @Nullable OffsetDateTime until) {
        transaction.standsOtherwise();
        int moved = transaction.changed(
                "update relationship set until = ? where partner = ? and patient = ? and kind = ?",
                until,
                one.partner(),
                one.patient(),
                one.kind());
        if (moved == 0) {
            transaction.insert(RELATIONSHIP, one.partner(), one.patient(), one.kind(), until);
        }
    }

    /** Puts back what {@link #ends} gave before {@link #put}: its end, or that there was none. */
    public static void restore(Transaction transaction, Relationship one, Optional<OffsetDateTime> until) {
        until.ifPresentOrElse(end -> put(transaction, one, end), () -> remove(transaction, one));
    }

    /** Moves the end of a relationship that stands; one that is over is taken away. */
    public static void moveEnd(Transaction transaction, Relationship one, @Nullable OffsetDateTime until) {
        transaction.standsOtherwise();
        int moved = transaction.changed(
                "update relationship set until = ? where partner = ? and patient = ? and kind = ? and (until is null or"
                        + " until > ?)",
                until,
                one.partner(),
                one.patient(),
                one.kind(),
                transaction.timestamp());
        if (moved == 0) {
            remove(transaction, one);
        }
    }

    /** Takes a relationship away, if it is there. */
    public static void remove(Transaction transaction, Relationship one) {
        transaction.standsOtherwise();
        transaction.update(
                "delete from relationship where partner = ? and patient = ? and kind = ?",
                one.partner(),
                one.patient(),
                one.kind());
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
    }
}
