package org.carerrecord.fhirserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.search.PageSql;
import org.carerrecord.fhirserver.search.Place;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.SearchSql;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Selection;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** One search in one transaction: a page of matches in order, what is included with them, how many there are in all. */
final class Finding {

    private static final int MOST_INCLUDED = 5_000;

    /** Content that one answer holds, but for its last resource. */
    private static final long MOST_BYTES = 4 * Portions.PAGE_BYTES;

    /** A match before it is read: its key, and where it stands. */
    private record Row(long pk, Place place) {}

    /** @param next the place of the last match, where others follow */
    private record Page(List<Version> versions, Optional<Place> next) {}

    private final Sight sight;
    private final SearchSql sql;
    private final Query query;

    Finding(Sight sight, SearchSql sql, Query query) {
        this.sight = sight;
        this.sql = sql;
        this.query = query;
    }

    /** What a search comes to before the caller has stated a relationship with whom it asks for. */
    sealed interface Look {

        record Seen(Found found) implements Look {}

        /** People with whom it must be stated first. */
        record Strangers(Set<Long> people) implements Look {}
    }

    /** @param strangers a statement that gives the keys of those with whom a relationship must be stated first */
    Look look(Sql strangers) {
        if (isSmall()) {
            Records.Together all = together(Optional.of(strangers));
            return all.others().isEmpty() ? new Look.Seen(found(all)) : new Look.Strangers(Set.copyOf(all.others()));
        }
        List<Long> people = sight.transaction().query(strangers, (row, n) -> row.getLong(1));
        return people.isEmpty() ? new Look.Seen(found()) : new Look.Strangers(Set.copyOf(people));
    }

    Found found() {
        if (query.countOnly()) {
            return new Found(List.of(), List.of(), Optional.of(count()), Optional.empty());
        }
        if (isSmall()) {
            return found(together(Optional.empty()));
        }
        Page page = page();
        return found(page, included(page.versions()));
    }

    private Found found(Page page, List<Version> included) {
        return new Found(page.versions(), included, total(page), page.next().map(Place::text));
    }

    /** Whether the page is read with what belongs to it in one statement; of a larger or a sorted one first the keys. */
    private boolean isSmall() {
        return !query.countOnly() && query.sorts().isEmpty() && query.count() < Portions.SIZE;
    }

    private Records.Together together(Optional<Sql> strangers) {
        return sight.together(
                Selection.of(query.type(), sql.matches(query).then(PageSql.unsorted(query))),
                onlyInclude()
                        .map(include -> new Selection(
                                include.types(),
                                sql.includedWithPage(query, include).then(" limit " + (Portions.SIZE + 1)))),
                strangers);
    }

    /** The include whose first round is the only one of all. */
    private Optional<Query.Include> onlyInclude() {
        return query.includes().size() == 1
                ? query.includes().stream()
                        .filter(include -> !include.iterate() && include.leadsFrom(query.type()))
                        .findFirst()
                : Optional.empty();
    }

    private Found found(Records.Together all) {
        List<Version> found =
                all.page().stream().sorted(Comparator.comparing(Version::id)).toList();
        Page page = page(
                found.stream()
                        .map(version -> new Row(version.pk(), new Place(version.id(), List.of())))
                        .toList(),
                Portions.fitting(first(found), Portions.PAGE_BYTES));
        boolean isWhole = onlyInclude().isPresent()
                && page.versions().size() == first(found).size()
                && all.included().size() <= Portions.SIZE;
        return found(page, isWhole ? beside(page.versions(), all.included()) : included(page.versions()));
    }

    /** A match is not included, too. */
    private static List<Version> beside(List<Version> matches, List<Version> included) {
        Set<Long> there = matches.stream().map(Version::pk).collect(Collectors.toUnmodifiableSet());
        return included.stream()
                .filter(version -> !there.contains(version.pk()))
                .toList();
    }

    private long count() {
        return sight.transaction()
                .query(
                        Sql.of("select count(*) from resource r where ").then(sql.matches(query)),
                        (row, n) -> row.getLong(1))
                .getFirst();
    }

    private Optional<Long> total(Page page) {
        if (query.total() == Query.Total.NONE) {
            return Optional.empty();
        }
        if (page.next().isEmpty() && query.after().isEmpty()) {
            return Optional.of((long) page.versions().size());
        }
        return query.total() == Query.Total.EXACT ? Optional.of(count()) : Optional.empty();
    }

    /** First the keys: what they lead to may be much. */
    private Page page() {
        List<Row> rows = sight.transaction()
                .query(sql.sorted(query), (row, n) -> new Row(row.getLong(1), PageSql.place(query, row)));
        // What may be seen may have changed since the keys were read.
        return page(
                rows,
                Portions.current(
                        sight, first(rows).stream().map(Row::pk).toList(), sql.matches(query), Portions.PAGE_BYTES));
    }

    private <T> List<T> first(List<T> found) {
        return found.subList(0, Math.min(found.size(), query.count()));
    }

    /** A page that ends early, being large, goes on after its last match; a whole one after the last that was asked for. */
    private Page page(List<Row> rows, List<Version> versions) {
        if (rows.isEmpty()) {
            return new Page(List.of(), Optional.empty());
        }
        boolean isFull = Portions.bytes(versions) >= Portions.PAGE_BYTES;
        Row last = isFull
                ? rows.stream()
                        .filter(row -> row.pk() == versions.getLast().pk())
                        .findFirst()
                        .orElseThrow()
                : first(rows).getLast();
        return new Page(versions, last.pk() == rows.getLast().pk() ? Optional.empty() : Optional.of(last.place()));
    }

    /** What the includes add, round by round: {@code :iterate} goes on from what the last round found. */
    private List<Version> included(List<Version> matches) {
        Map<Long, Version> all = new LinkedHashMap<>();
        matches.forEach(version -> all.put(version.pk(), version));
        List<Query.Include> includes = query.includes();
        List<Version> last = matches;
        while (!last.isEmpty() && !includes.isEmpty()) {
            List<Version> found = new ArrayList<>();
            for (Query.Include include : includes) {
                List<Long> from = last.stream()
                        .filter(version -> include.leadsFrom(version.type()))
                        .map(Version::pk)
                        .toList();
                if (!from.isEmpty()) {
                    for (Version version : included(include, from, all)) {
                        if (all.putIfAbsent(version.pk(), version) == null) {
                            found.add(version);
                        }
                    }
                    refuseTooMuch(all.size() - matches.size(), Portions.bytes(List.copyOf(all.values())));
                }
            }
            last = found;
            includes = includes.stream().filter(Query.Include::iterate).toList();
        }
        return List.copyOf(all.values()).subList(matches.size(), all.size());
    }

    /** What one include finds; of much of it first the keys, and then what is not there already. */
    private List<Version> included(Query.Include include, List<Long> from, Map<Long, Version> all) {
        Sql condition = sql.included(include, from);
        List<Version> found =
                sight.current(new Selection(include.types(), condition.then(" limit " + (Portions.SIZE + 1))));
        if (found.size() <= Portions.SIZE) {
            return found;
        }
        List<Long> keys = sight
                .transaction()
                .query(
                        Sql.of("select r.pk from resource r where ")
                                .then(condition)
                                .then(" limit " + (MOST_INCLUDED + all.size() + 1)),
                        (row, n) -> row.getLong(1))
                .stream()
                .filter(key -> !all.containsKey(key))
                .toList();
        refuseTooMuch(keys.size(), 0);
        return Portions.current(sight, keys, condition, MOST_BYTES);
    }

    private static void refuseTooMuch(int included, long bytes) {
        if (included > MOST_INCLUDED || bytes >= MOST_BYTES) {
            throw new Fault(
                    FaultKind.TOO_COSTLY,
                    "_include",
                    "more than " + MOST_INCLUDED + " resources or " + MOST_BYTES
                            + " bytes would be included; ask for fewer matches by _count");
        }
    }
}
