package org.carerrecord.gateway.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.ServerKey;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of table {@code link_key}: under what carers are looked for. */
@Component
class LinkKeys {

    private static final Table LINK_KEY = Table.of("link_key", "digest int8, resource int8");

    /** How many of the likeliest are looked at. */
    private static final int CANDIDATES = 12;

    /** How many of one exchange may share a key that is looked for. */
    private static final int COMMON = 50;

    /** For how many others are looked for in one statement. */
    private static final int AT_ONCE = 20;

    private final KeyDigests digests;

    LinkKeys(Transactions transactions) {
        this.digests = new KeyDigests(ServerKey.of(transactions, "link"));
    }

    Digests of(Particulars person) {
        return digests.of(person);
    }

    /**
     * Digests of a resource, or others that share some with it.
     *
     * @param digest null where {@code other} is one of those
     */
    private record Row(long resource, @Nullable Long digest, long other) {}

    /**
     * Puts resources under their keys and no others; a new one in one statement.
     *
     * @return for each, the keys of others that share some, the likeliest first, and of those that shared some until now
     */
    Map<Long, List<Long>> put(Transaction transaction, SequencedMap<Long, Digests> people) {
        Sql held = Sql.of("select resource, digest, 0 from link_key where ").then(Sql.in("resource", people.keySet()));
        if (people.size() == 1) {
            List<Row> rows =
                    rows(transaction, Sql.join(" union all ", List.of(held, sharing(people.firstEntry(), Set.of()))));
            write(transaction, people, rows);
            rows.addAll(untilNow(transaction, people, rows));
            return others(rows);
        }
        List<Row> kept = rows(transaction, held);
        write(transaction, people, kept);
        Set<Long> common = common(people.values());
        List<Row> rows = new ArrayList<>(untilNow(transaction, people, kept));
        List<Sql> asked =
                people.entrySet().stream().map(one -> sharing(one, common)).toList();
        rows.addAll(all(transaction, asked));
        return others(rows);
    }

    private static List<Row> all(Transaction transaction, List<Sql> asked) {
        List<Row> rows = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += AT_ONCE) {
            Sql some = Sql.join(" union all ", asked.subList(from, Math.min(asked.size(), from + AT_ONCE)));
            rows.addAll(rows(transaction, some));
        }
        return rows;
    }

    /** Others who share what somebody had and has no more; they may be alike no more. */
    private static List<Row> untilNow(Transaction transaction, Map<Long, Digests> people, List<Row> rows) {
        Map<Long, Set<Long>> held = held(rows);
        return all(
                transaction,
                people.entrySet().stream()
                        .map(one -> Map.entry(
                                one,
                                Digests.without(
                                        held.getOrDefault(one.getKey(), Set.of()),
                                        one.getValue().kept())))
                        .filter(one -> !one.getValue().isEmpty())
                        .map(one -> sharing(Map.entry(one.getKey().getKey(), Digests.lost(one.getValue())), Set.of()))
                        .toList());
    }

    private static Map<Long, Set<Long>> held(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.digest() != null)
                .collect(Collectors.groupingBy(Row::resource, Collectors.mapping(Row::digest, Collectors.toSet())));
    }

    /** What so many of one exchange share tells nobody apart: the home of a thousand relatives is not looked for. */
    private static Set<Long> common(Collection<Digests> people) {
        return people.stream()
                .flatMap(one -> one.asked().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(one -> one.getValue() > COMMON)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Sql sharing(Map.Entry<Long, Digests> person, Set<Long> common) {
        return Sql.of(
                        "(select cast(? as bigint), cast(null as bigint), k.resource from link_key k where k.resource"
                                + " <> ? and ",
                        person.getKey(),
                        person.getKey())
                .then(likeliest(person.getValue().without(common)))
                .then(")");
    }

    private static List<Row> rows(Transaction transaction, Sql sql) {
        return transaction.query(
                sql, (row, number) -> new Row(row.getLong(1), row.getObject(2, Long.class), row.getLong(3)));
    }

    private static Map<Long, List<Long>> others(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.digest() == null)
                .distinct()
                .collect(Collectors.groupingBy(Row::resource, Collectors.mapping(Row::other, Collectors.toList())));
    }

    private static void write(Transaction transaction, Map<Long, Digests> people, List<Row> rows) {
        Map<Long, Set<Long>> held = held(rows);
        List<Object[]> gone = new ArrayList<>();
        List<Object[]> fresh = new ArrayList<>();
        people.forEach((resource, its) -> {
            Set<Long> before = held.getOrDefault(resource, Set.of());
            Digests.without(before, its.kept()).forEach(digest -> gone.add(new Object[] {resource, digest}));
            Digests.without(its.kept(), before).forEach(digest -> fresh.add(new Object[] {digest, resource}));
        });
        transaction.batch("delete from link_key where resource = ? and digest = ?", gone);
        transaction.insert(LINK_KEY, fresh);
    }

    /**
     * The keys of the resources that share some and fulfil a condition on {@code r}, the likeliest first. Beside somebody
     * restricted it does not count where people are, so that neither who is found nor who is left out tells it.
     */
    List<Long> sharing(Transaction transaction, Particulars person, Sql condition) {
        return transaction.query(
                Sql.of("select k.resource from link_key k join resource r on r.pk = k.resource where not"
                                + " r.deleted and ")
                        .then(condition)
                        .then(" and not (")
                        .then(Sql.in("k.digest", digests.whereabouts(person)))
                        .then(" and exists (select 1 from resource p where p.pk = r.patient and p.guarded)) and ")
                        .then(likeliest(digests.of(person))),
                (row, number) -> row.getLong(1));
    }

    /**
     * Who shares the most, what is one person's own counting as much as several others. Who shares a single key of others is
     * left out: one likeness, such as the sound of a name, never reaches the bits of a review ({@code identity/decisions.csv}).
     */
    private static Sql likeliest(Digests digests) {
        Sql shared =
                Sql.of("sum(case when ").then(Sql.in("k.digest", digests.own())).then(" then 3 else 1 end)");
        return Sql.in("k.digest", digests.asked())
                .then(" group by k.resource having ")
                .then(shared)
                .then(" > 1 order by ")
                .then(shared)
                .then(" desc, k.resource limit " + CANDIDATES);
    }
}
