package org.carerrecord.fhirserver.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;

/**
 * A query as SQL on the index rows.
 *
 * <p>The agreement's condition stands on every resource that the query touches: what it finds, what it goes through, what
 * it includes.
 */
public final class SearchSql {

    private final Seeing seeing;
    private final RowSql rows;
    private int aliases;

    /**
     * For one query.
     *
     * @param seeing what of the record the caller may touch
     * @param now the time of the transaction
     */
    public SearchSql(Seeing seeing, Instant now) {
        this.seeing = seeing;
        this.rows = new RowSql(now);
    }

    /** The condition on {@code resource r} that finds the query's matches, on every page. */
    public Sql matches(Query query) {
        List<Sql> all = new ArrayList<>();
        all.add(live(query.type(), "r"));
        query.clauses().forEach(clause -> all.add(clause(clause, "r")));
        return Sql.join(" and ", all);
    }

    /** The condition on {@code resource r} that finds what an include adds to the resources with these keys. */
    public Sql included(Query.Include include, Collection<Long> keys) {
        return included(include, column -> Sql.in(column, keys));
    }

    /** The same for the matches of {@link Records#together}'s page, as far as they belong to it. */
    public Sql includedWithPage(Query query, Query.Include include) {
        String of = " from page p order by p.id limit " + query.count() + ")";
        return isInPage(query, include)
                ? Sql.and(live(include.types(), "r"), Sql.of("r.pk in (select p.patient" + of))
                : included(include, column -> Sql.of(column + " in (select p.pk" + of));
    }

    private boolean isInPage(Query query, Query.Include include) {
        return !include.reverse()
                && include.from().equals(Set.of(query.type()))
                && include.parameter().filter(SearchParameter::isColumn).isPresent()
                && isAlwaysTold(include);
    }

    private Sql included(Query.Include include, Function<String, Sql> from) {
        Sql link = Sql.of(
                        "select " + (include.reverse() ? "x.resource" : "x.target") + " from index_reference x where ")
                .then(from.apply(include.reverse() ? "x.target" : "x.resource"));
        Sql links = include.parameter()
                .map(parameter -> link.then(" and x.param = ?", parameter.number()))
                .orElse(link);
        Sql told = isAlwaysTold(include) ? links : links.then(" and ").then(seeing.link("x"));
        return Sql.and(
                live(include.types(), "r"), Sql.of("r.pk in (").then(told).then(")"));
    }

    private boolean isAlwaysTold(Query.Include include) {
        return include.parameter()
                .filter(parameter -> seeing.telling(parameter, "o").isEmpty())
                .isPresent();
    }

    private Sql live(String type, String alias) {
        return Sql.and(
                Sql.of(alias + ".type = ? and not " + alias + ".deleted and " + alias + ".version > 0", type),
                seeing.of(type, alias));
    }

    /** Types under one condition of the agreement stand together. */
    private Sql live(Set<String> types, String alias) {
        if (types.size() == 1) {
            return live(types.iterator().next(), alias);
        }
        Map<Sql, List<String>> byCondition = new LinkedHashMap<>();
        types.forEach(type -> byCondition
                .computeIfAbsent(seeing.of(type, alias), any -> new ArrayList<>())
                .add(type));
        List<Sql> alternatives = new ArrayList<>();
        byCondition.forEach((condition, its) -> alternatives.add(Sql.and(Sql.in(alias + ".type", its), condition)));
        return Sql.and(Sql.of("not " + alias + ".deleted and " + alias + ".version > 0"), Sql.or(alternatives));
    }

    /** The page of matches in its order, as {@link PageSql#sorted}. */
    public Sql sorted(Query query) {
        return PageSql.sorted(query, matches(query), seeing);
    }

    /** What a masked resource does not tell, it is not found by: neither by a value nor by having none. */
    private Sql clause(Clause clause, String alias) {
        Sql found = found(clause, alias);
        return parameter(clause)
                .flatMap(parameter -> seeing.telling(parameter, alias))
                .map(told -> Sql.and(told, found))
                .orElse(found);
    }

    /** The parameter of the resource itself whose values a clause asks for; of identifiers NHS numbers are told always. */
    private static Optional<SearchParameter> parameter(Clause clause) {
        return switch (clause) {
            case Clause.Tokens tokens when tokens.isByNhsNumber() -> Optional.empty();
            case Clause.Indexed indexed -> Optional.of(indexed.parameter());
            case Clause.Composites composites -> Optional.of(composites.parameter());
            case Clause.Missing missing -> Optional.of(missing.parameter());
            case Clause.Not not -> parameter(not.clause());
            case Clause.Chain chain -> Optional.of(chain.parameter());
            case Clause.Ids ids -> Optional.empty();
            case Clause.Updated updated -> Optional.empty();
            case Clause.Has has -> Optional.empty();
        };
    }

    private Sql found(Clause clause, String alias) {
        return switch (clause) {
            case Clause.Ids ids -> Sql.in(alias + ".id", ids.ids());
            case Clause.Updated updated -> rows.updated(updated, alias);
            case Clause.Indexed indexed ->
                found(alias, "x.resource", RowSql.table(indexed), indexed.parameter(), row(indexed));
            case Clause.Composites composites -> composites(composites, alias);
            case Clause.Missing missing -> missing(missing, alias);
            case Clause.Not(Clause.Indexed indexed) ->
                Sql.of("not ")
                        .then(there(RowSql.table(indexed), alias, indexed.parameter()))
                        .then(" and ")
                        .then(row(indexed))
                        .then(")");
            case Clause.Not(Clause other) ->
                Sql.of("not (").then(clause(other, alias)).then(")");
            case Clause.Chain chain when chain.parameter().isColumn() -> led(chain, alias + ".patient");
            case Clause.Chain chain ->
                found(alias, "x.resource", "index_reference", chain.parameter(), led(chain, "x.target"));
            case Clause.Has has ->
                found(
                        alias,
                        "x.target",
                        "index_reference",
                        has.parameter(),
                        through("x.resource", has.parameter().type(), has.clause(), Optional.of(has.parameter())));
        };
    }

    private Sql led(Clause.Chain chain, String target) {
        return Sql.or(chain.targets().stream()
                .map(one -> through(target, one.type(), one.clause(), Optional.empty()))
                .toList());
    }

    /** The condition on a row x, as far as its value is seen. */
    private Sql row(Clause.Indexed clause) {
        Sql row = rows.of(clause, "x");
        return seeing.value(clause.parameter(), "x")
                .map(seen -> Sql.and(row, seen))
                .orElse(row);
    }

    private static Sql found(String alias, String column, String table, SearchParameter parameter, Sql condition) {
        return Sql.of(
                        alias + ".pk in (select " + column + " from " + table + " x where x.param = ? and ",
                        parameter.number())
                .then(condition)
                .then(")");
    }

    /** {@code exists (...)}: a row of which the value is seen. */
    private Sql thereSeen(String table, String alias, SearchParameter parameter) {
        Sql there = there(table, alias, parameter);
        return seeing.value(parameter, "x")
                .map(seen -> there.then(" and ").then(seen))
                .orElse(there)
                .then(")");
    }

    /** {@code exists (...}: another condition on the row x may follow, then the bracket. */
    private static Sql there(String table, String alias, SearchParameter parameter) {
        return Sql.of(
                "exists (select 1 from " + table + " x where x.resource = " + alias + ".pk and x.param = ?",
                parameter.number());
    }

    /** A token that has only words is there too, and so is a reference that has only an identifier. */
    private Sql missing(Clause.Missing missing, String alias) {
        SearchParameter parameter = missing.parameter();
        List<Sql> anywhere = new ArrayList<>();
        anywhere.add(thereSeen(RowSql.table(parameter.kind()), alias, parameter));
        if (parameter.isOfTokens()) {
            anywhere.add(thereSeen("index_string", alias, parameter.words()));
        } else if (parameter.kind() == SearchParameter.Kind.REFERENCE) {
            anywhere.add(thereSeen(RowSql.IDENTIFIERS, alias, parameter));
        }
        return missing.missing() ? Sql.of("not ").then(Sql.or(anywhere)) : Sql.or(anywhere);
    }

    private Sql composites(Clause.Composites composites, String alias) {
        return Sql.or(composites.values().stream()
                .map(parts -> composite(composites.parameter(), parts, alias))
                .toList());
    }

    private Sql composite(SearchParameter parameter, List<Clause.Indexed> parts, String alias) {
        StringBuilder joined = new StringBuilder(alias + ".pk in (select x0.resource from index_composite x0");
        for (int i = 1; i < parts.size(); i++) {
            String x = "x" + i;
            joined.append(" join index_composite " + x + " on " + x + ".resource = x0.resource and " + x
                    + ".param = x0.param and " + x + ".item = x0.item and " + x + ".part = " + i);
        }
        joined.append(" where x0.param = ? and x0.part = 0");
        Sql all = Sql.of(joined.toString(), parameter.number());
        for (int i = 0; i < parts.size(); i++) {
            all = all.then(" and ").then(rows.of(parts.get(i), "x" + i));
        }
        return all.then(")");
    }

    /** @param link the reference by which the other resource leads here, if it does */
    private Sql through(String column, String type, Clause clause, Optional<SearchParameter> link) {
        String alias = "c" + ++aliases;
        Sql told = link.flatMap(parameter -> seeing.telling(parameter, alias))
                .map(condition -> condition.then(" and "))
                .orElse(Sql.of(""));
        return Sql.of(column + " in (select " + alias + ".pk from resource " + alias + " where ")
                .then(live(type, alias))
                .then(" and ")
                .then(told)
                .then(clause(clause, alias))
                .then(")");
    }
}
