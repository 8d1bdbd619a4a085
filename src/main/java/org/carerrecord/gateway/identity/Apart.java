package org.carerrecord.gateway.identity;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The rows of table {@code kept_apart}: relationships that people told apart, and that no rule joins again; and those that were
 * told under one NHS number and not alike, about which people have not said yet.
 */
public final class Apart {

    private static final Table KEPT_APART = Table.of("kept_apart", "one int8, other int8, by_people bool, by_way uuid");

    /** The way of two who were told apart themselves, and not because one of them is one with another. */
    private static final UUID THEMSELVES = new UUID(0, 0);

    private Apart() {}

    /** As people say. */
    public static void keep(Transaction transaction, long one, long other) {
        forget(transaction, one, other);
        keep(transaction, one, other, true, THEMSELVES);
    }

    /** Until people say: two who are not told apart yet. */
    public static void doubt(Transaction transaction, long one, long other) {
        if (!isAmong(transaction, List.of(one, other))) {
            keep(transaction, one, other, false, THEMSELVES);
        }
    }

    private static void keep(Transaction transaction, long one, long other, boolean byPeople, UUID way) {
        transaction.insert(
                KEPT_APART,
                List.of(new Object[] {one, other, byPeople, way}, new Object[] {other, one, byPeople, way}));
    }

    public static void forget(Transaction transaction, long one, long other) {
        transaction.update(
                "delete from kept_apart where (one = ? and other = ?) or (one = ? and other = ?)",
                one,
                other,
                other,
                one);
    }

    /**
     * From whom a relationship that is now part of another was told apart, the other is, too.
     *
     * @param way of the two who are one, by which this is taken back
     */
    public static void hand(Transaction transaction, UUID way, long from, long to) {
        transaction
                .query(
                        Sql.of(
                                "select distinct other from kept_apart where one = ? and other <> ? and by_people",
                                from,
                                to),
                        (row, number) -> row.getLong(1))
                .forEach(other -> keep(transaction, to, other, true, way));
    }

    /** Two who were one are not: from whom the one was told apart by way of the other, it no longer is. */
    public static void takeBack(Transaction transaction, UUID way) {
        transaction.update("delete from kept_apart where by_way = ?", way);
    }

    /** The condition that no words of a partner were told apart from a resource, by the column of its key. */
    public static Sql notFrom(String column, String partner) {
        return Sql.of(
                "not exists (select 1 from kept_apart a join contribution o on o.resource = a.other where a.one = "
                        + column + " and o.partner = ?)",
                partner);
    }

    /** The condition that a resource, by the column of its key, was told apart from one, and a partner speaks of it. */
    public static Sql toldBy(String column, long one, String partner) {
        return Sql.of(
                column
                        + " in (select a.other from kept_apart a join contribution o on o.resource = a.other where"
                        + " a.one = ? and o.partner = ? and o.active)",
                one,
                partner);
    }

    /** Two relationships that were told apart, by their references. */
    record Pair(String one, String other) {}

    /** Those among relationships whom people told apart, each pair in both directions. */
    static Set<Pair> among(Transaction transaction, Collection<String> relationships) {
        List<String> ids = ids(relationships);
        return pairs(transaction, Sql.and(Sql.in("o.id", ids), Sql.in("t.id", ids)));
    }

    private static List<String> ids(Collection<String> relationships) {
        return relationships.stream()
                .flatMap(reference -> ReferenceText.local(reference).stream())
                .map(ReferenceText::id)
                .toList();
    }

    private static Set<Pair> pairs(Transaction transaction, Sql those) {
        return Set.copyOf(transaction.query(
                Sql.of("select o.id, t.id from kept_apart a join resource o on o.pk = a.one join resource t"
                                + " on t.pk = a.other where a.by_people and o.type = 'RelatedPerson' and t.type ="
                                + " 'RelatedPerson' and ")
                        .then(those),
                (row, number) -> new Pair("RelatedPerson/" + row.getString(1), "RelatedPerson/" + row.getString(2))));
    }

    /** Whether some of the resources were told apart, by their keys. */
    public static boolean isAmong(Transaction transaction, Collection<Long> resources) {
        return !transaction
                .query(
                        Sql.of("select 1 from kept_apart where ")
                                .then(Sql.in("one", resources))
                                .then(" and ")
                                .then(Sql.in("other", resources)),
                        (row, number) -> 1)
                .isEmpty();
    }

    /** Whether somebody who is related to a patient was told apart from somebody. */
    public static boolean isAmongCarers(Transaction transaction, long patient) {
        return !transaction
                .query(
                        Sql.of(
                                "select 1 from kept_apart a join resource o on o.pk = a.one where o.patient = ?",
                                patient),
                        (row, number) -> 1)
                .isEmpty();
    }

    /** From whom people told some relationships apart; looked up once, if at all. */
    static final class From {

        private final Transaction transaction;
        private final Collection<String> relationships;
        private @Nullable Set<Pair> pairs;

        From(Transaction transaction, Collection<String> relationships) {
            this.transaction = transaction;
            this.relationships = relationships;
        }

        /** The others of one of them, by their references. */
        Set<String> others(String relationship) {
            if (pairs == null) {
                pairs = pairs(transaction, Sql.in("o.id", ids(relationships)));
            }
            return from(relationship, pairs);
        }
    }

    /** The others of a set of references, told apart from one of them. */
    static Set<String> from(String relationship, Set<Pair> pairs) {
        return pairs.stream()
                .filter(pair -> pair.one().equals(relationship))
                .map(Pair::other)
                .collect(Collectors.toUnmodifiableSet());
    }
}
