package org.carerrecord.fhirserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.search.PageSql;
import org.carerrecord.fhirserver.search.Place;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.SearchSql;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** One search in one transaction: a page of matches in order, what is included with them, how many there are in all. */
final class Finding {

    private static final int MOST_INCLUDED = 5_000;

    /** One include may find the matches themselves, and must show that there would be too many. */
    private static final String ENOUGH = " limit " + (MOST_INCLUDED + 1_000 + 1);

    /** A page before it is filled: the keys of the matches in order, and where each of them stands. */
    private record Row(long pk, Place place) {}

    private final Transaction transaction;
    private final SearchSql sql;
    private final Query query;
    private final Map<Long, Place> places = new HashMap<>();

    Finding(Transaction transaction, SearchSql sql, Query query) {
        this.transaction = transaction;
        this.sql = sql;
        this.query = query;
    }

    Found found() {
        if (query.countOnly()) {
            return new Found(List.of(), List.of(), Optional.of(count()), Optional.empty());
        }
        List<Version> matches = query.sorts().isEmpty() ? unsorted() : sorted();
        boolean more = matches.size() > query.count();
        List<Version> page = more ? matches.subList(0, query.count()) : matches;
        return new Found(
                page,
                included(page),
                total(page, more),
                more ? Optional.of(place(page.getLast()).text()) : Optional.empty());
    }

    private long count() {
        return transaction
                .query(
                        Sql.of("select count(*) from resource r where ").then(sql.matches(query)),
                        (row, n) -> row.getLong(1))
                .getFirst();
    }

    private Optional<Long> total(List<Version> page, boolean more) {
        if (query.total() == Query.Total.NONE) {
            return Optional.empty();
        }
        if (!more && query.after().isEmpty()) {
            return Optional.of((long) page.size());
        }
        return query.total() == Query.Total.EXACT ? Optional.of(count()) : Optional.empty();
    }

    private Place place(Version version) {
        return Objects.requireNonNullElseGet(places.get(version.pk()), () -> new Place(version.id(), List.of()));
    }

    private List<Version> unsorted() {
        return Records.current(transaction, sql.matches(query).then(PageSql.unsorted(query)));
    }

    private List<Version> sorted() {
        List<Row> rows = transaction.query(
                PageSql.sorted(query, sql.matches(query)),
                (row, n) -> new Row(row.getLong(1), PageSql.place(query, row)));
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, Version> versions = new HashMap<>();
        Records.current(transaction, Sql.in("r.pk", rows.stream().map(Row::pk).toList()))
                .forEach(version -> versions.put(version.pk(), version));
        List<Version> ordered = new ArrayList<>();
        for (Row row : rows) {
            Version version = versions.get(row.pk());
            if (version != null) {
                places.put(row.pk(), row.place());
                ordered.add(version);
            }
        }
        return ordered;
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
                    found.addAll(Records.current(
                            transaction, sql.included(include, from).then(ENOUGH)));
                }
            }
            last = found.stream()
                    .filter(version -> all.putIfAbsent(version.pk(), version) == null)
                    .toList();
            if (all.size() > matches.size() + MOST_INCLUDED) {
                throw new Fault(
                        FaultKind.TOO_COSTLY,
                        "_include",
                        "more than " + MOST_INCLUDED + " resources would be included; ask for fewer matches by _count");
            }
            includes = includes.stream().filter(Query.Include::iterate).toList();
        }
        return List.copyOf(all.values()).subList(matches.size(), all.size());
    }
}
