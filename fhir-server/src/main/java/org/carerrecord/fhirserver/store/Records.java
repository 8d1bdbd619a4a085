package org.carerrecord.fhirserver.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code resource}, {@code version} and {@code identity_key}. */
public final class Records {

    private static final String HELD =
            "r.pk, r.type, r.id, r.version, r.deleted, r.updated, r.digest, r.patient, r.shared, r.restricted, r.young";

    /** The other columns; without the cast the parts differ in the type of a column, and PostgreSQL converts each row. */
    private static final String NO_VERSION =
            "null, null, null, null, null, null, cast(null as content), null, null, null, null, null";

    private static final String CURRENT = " join version v on v.resource = r.pk and v.version = r.version";

    private Records() {}

    public static Optional<Held> held(Transaction transaction, String type, String id) {
        return held(transaction, Sql.of("r.type = ? and r.id = ?", type, id)).stream()
                .findFirst();
    }

    public static List<Held> held(Transaction transaction, Sql condition) {
        return askHeld(transaction, condition).rows();
    }

    /** The same, before it is needed. */
    public static Asked<Held> askHeld(Transaction transaction, Sql condition) {
        return transaction.ask(
                Sql.of("select " + HELD + " from resource r where ").then(condition), (row, number) -> held(row));
    }

    /** The resource that has an identity key. */
    public static Optional<Held> byKey(Transaction transaction, UUID key) {
        return askByKey(transaction, key).rows().stream().findFirst();
    }

    /** The same, before it is needed. */
    public static Asked<Held> askByKey(Transaction transaction, UUID key) {
        return askHeld(transaction, Sql.of("r.pk = (select k.resource from identity_key k where k.digest = ?)", key));
    }

    /** The resources that have the identity keys, as far as there are any. */
    public static Map<UUID, Held> byKeys(Transaction transaction, Collection<UUID> keys) {
        Map<UUID, Held> holders = new HashMap<>();
        for (List<UUID> some : Sql.parts(keys)) {
            transaction.query(
                    Sql.of("select " + HELD
                                    + ", k.digest from identity_key k join resource r on r.pk = k.resource where ")
                            .then(Sql.in("k.digest", some)),
                    (row, number) -> holders.put(row.getObject(12, UUID.class), held(row)));
        }
        return holders;
    }

    /** Whether a partner says a resource. */
    public static boolean isSource(Transaction transaction, long pk, String partner) {
        return !transaction
                .query(
                        Sql.of("select 1 from source where resource = ? and partner = ?", pk, partner),
                        (row, number) -> 1)
                .isEmpty();
    }

    /** ODS codes of the partners who say a resource, or were asked about it. */
    public static Set<String> sources(Transaction transaction, long pk) {
        return Set.copyOf(transaction.query(
                Sql.of("select partner from source where resource = ?", pk), (row, number) -> row.getString(1)));
    }

    /**
     * What a condition finds, and what identity keys find.
     *
     * @param own the keys of the latter that a partner says
     */
    public record Matches(List<Held> byCondition, List<Held> byKey, Set<Long> own) {}

    /** Both in one statement. */
    public static Matches matches(Transaction transaction, Sql condition, Collection<UUID> keys, String partner) {
        Matches matches = new Matches(new ArrayList<>(), new ArrayList<>(), new HashSet<>());
        Sql byCondition = Sql.of("select " + HELD + ", true, false from resource r where ")
                .then(condition);
        Sql either = keys.isEmpty()
                ? byCondition
                : Sql.of("(")
                        .then(byCondition)
                        .then(
                                ") union all select " + HELD
                                        + ", false, exists (select 1 from source s where s.resource = r.pk and"
                                        + " s.partner = ?) from identity_key k join resource r on r.pk = k.resource"
                                        + " where ",
                                partner)
                        .then(Sql.in("k.digest", keys));
        transaction.query(either, (row, number) -> {
            if (row.getBoolean(13)) {
                matches.own().add(row.getLong(1));
            }
            return (row.getBoolean(12) ? matches.byCondition() : matches.byKey()).add(held(row));
        });
        return matches;
    }

    /** The current versions of the resources that fulfil a condition on {@code r}, then what the order says. */
    public static List<Version> current(Transaction transaction, Sql condition) {
        return current(transaction, new Selection(Set.of(), condition));
    }

    /** The current versions of resources. */
    public static List<Version> current(Transaction transaction, Selection selection) {
        return transaction.query(
                Sql.of("select " + selection.columns() + " from resource r" + CURRENT + " where ")
                        .then(selection.condition()),
                (row, number) -> version(row));
    }

    /** The current version of a resource. */
    public static Version current(Transaction transaction, Held held) {
        return current(transaction, Sql.of("r.pk = ?", held.pk())).getFirst();
    }

    /**
     * A page, what belongs to it, and others by their keys.
     *
     * @param page in no order
     */
    public record Together(List<Version> page, List<Version> included, List<Long> others) {}

    /**
     * All three in one statement.
     *
     * @param page with order and limit
     * @param included may ask for pk, id and patient of {@code page}; with a limit
     * @param others a statement that gives keys
     */
    public static Together together(
            Transaction transaction, Selection page, Optional<Selection> included, Optional<Sql> others) {
        List<Sql> parts = new ArrayList<>();
        // Of a statement with WITH, H2 2.4 reads each part when it comes to it: who asks for others first, and finds
        // none, may rely on it that the page was read no earlier.
        others.ifPresent(keys -> parts.add(Sql.of("select o.*, " + NO_VERSION + ", 'other' from (")
                .then(keys)
                .then(") o")));
        parts.add(Sql.of("select " + page.columns() + ", 'page' from page r" + CURRENT));
        included.ifPresent(selection -> parts.add(
                Sql.of("(select " + selection.columns() + ", 'included' from resource r" + CURRENT + " where ")
                        .then(selection.condition())
                        .then(")")));
        Together together = new Together(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        transaction.query(
                Sql.of("with page as (select r.pk, r.patient, r.type, r.id, r.version, r.restricted,"
                                + " r.guarded from resource r where ")
                        .then(page.condition())
                        .then(") ")
                        .then(Sql.join(" union all ", parts)),
                (row, number) -> switch (row.getString(14)) {
                    case "page" -> together.page.add(version(row));
                    case "included" -> together.included.add(version(row));
                    default -> together.others.add(row.getLong(1));
                });
        return together;
    }

    /** The versions that fulfil a condition on {@code r} and {@code v}, the newest first. */
    public static List<Version> versions(Transaction transaction, Sql condition) {
        return transaction.query(
                Sql.of("select " + Selection.VERSION + " from version v join resource r on r.pk = v.resource where ")
                        .then(condition)
                        .then(" order by v.version desc"),
                (row, number) -> version(row));
    }

    /** At most so many versions that fulfil a condition on {@code r} and {@code v}, the newest of all first. */
    public static List<Version> newestFirst(Transaction transaction, Sql condition, int most) {
        return transaction.query(
                Sql.of("select " + Selection.VERSION + " from version v join resource r on r.pk = v.resource where ")
                        .then(condition)
                        .then(" order by v.updated desc, v.resource desc, v.version desc limit " + most),
                (row, number) -> version(row));
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getBoolean(5),
                instant(row, 6),
                row.getObject(7, UUID.class),
                row.getObject(8, Long.class),
                row.getBoolean(9),
                row.getBoolean(10),
                row.getBoolean(11));
    }

    private static Version version(ResultSet row) throws SQLException {
        byte @Nullable [] content = row.getBytes(8);
        return new Version(
                row.getLong(1),
                row.getObject(2, Long.class),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                instant(row, 6),
                row.getString(7),
                content,
                new Version.SaidBy(row.getString(9), row.getString(10), row.getString(11), row.getString(12)),
                Mask.at(row.getInt(13)));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
