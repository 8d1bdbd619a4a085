package org.carerrecord.fhirserver.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/**
 * A query as SQL on the index rows.
 *
 * <p>The agreement's condition stands on every resource that the query touches: what it finds, what it goes through, what
 * it includes.
 */
public final class SearchSql {

    private final BiFunction<String, String, Sql> visible;
    private int aliases;

    /**
     * For one query.
     *
     * @param visible the agreement's condition for a type under an alias
     */
    public SearchSql(BiFunction<String, String, Sql> visible) {
        this.visible = visible;
    }

    /** The condition on {@code resource r} that finds the query's matches. */
    public Sql matches(Query query) {
        List<Sql> all = new ArrayList<>();
        all.add(live(query.type(), "r"));
        query.clauses().forEach(clause -> all.add(clause(clause, "r")));
        query.after().ifPresent(id -> all.add(Sql.of("r.id > ?", id)));
        return Sql.join(" and ", all);
    }

    /** The condition on {@code resource r} that finds what an include adds to the matches with these keys. */
    public Sql included(Query.Include include, String type, List<Long> matches) {
        SearchParameter parameter = include.parameter();
        Sql link = Sql.of(
                        "select " + (include.reverse() ? "x.resource" : "x.target")
                                + " from index_reference x where x.param = ? and ",
                        parameter.number())
                .then(Sql.in(include.reverse() ? "x.target" : "x.resource", new ArrayList<>(matches)));
        return Sql.and(live(type, "r"), Sql.of("r.pk in (").then(link).then(")"));
    }

    private Sql live(String type, String alias) {
        return Sql.and(
                Sql.of(alias + ".type = ? and not " + alias + ".deleted and " + alias + ".version > 0", type),
                visible.apply(type, alias));
    }

    private Sql clause(Clause clause, String alias) {
        return switch (clause) {
            case Clause.Ids ids -> Sql.in(alias + ".id", ids.ids());
            case Clause.Updated updated ->
                Sql.or(updated.values().stream()
                        .map(value -> updated(value, alias))
                        .toList());
            case Clause.Tokens tokens ->
                indexed(
                        alias,
                        "index_token",
                        tokens.parameter(),
                        tokens.values().stream().map(SearchSql::token).toList());
            case Clause.Texts texts ->
                indexed(
                        alias,
                        "index_string",
                        texts.parameter(),
                        texts.values().stream().map(value -> text(texts, value)).toList());
            case Clause.Dates dates ->
                indexed(
                        alias,
                        "index_date",
                        dates.parameter(),
                        dates.values().stream()
                                .map(value -> date(value, "x.low", "x.high"))
                                .toList());
            case Clause.References references ->
                indexed(
                        alias,
                        "index_reference",
                        references.parameter(),
                        references.values().stream()
                                .map(value -> reference(references.parameter(), value))
                                .toList());
            case Clause.Chain chain ->
                indexed(
                        alias,
                        "index_reference",
                        chain.parameter(),
                        chain.targets().stream().map(this::chained).toList());
        };
    }

    private static Sql indexed(String alias, String table, SearchParameter parameter, List<Sql> alternatives) {
        return Sql.of(
                        alias + ".pk in (select x.resource from " + table + " x where x.param = ? and ",
                        parameter.number())
                .then(Sql.or(alternatives))
                .then(")");
    }

    private static Sql token(Clause.TokenValue value) {
        List<Sql> parts = new ArrayList<>();
        if (value.code() != null) {
            parts.add(Sql.of("x.code = ?", Hash.word(value.code())));
        }
        if (value.system() != null) {
            parts.add(Sql.of("x.system = ?", value.system().isEmpty() ? 0L : Hash.word(value.system())));
        }
        return parts.isEmpty() ? Sql.of("false") : Sql.join(" and ", parts);
    }

    private static Sql text(Clause.Texts texts, String value) {
        if (texts.parameter().kind() == SearchParameter.Kind.URI) {
            return Sql.of("x.normal = ? and x.exact = ?", Normal.cut(value), Hash.word(value));
        }
        String normal = Normal.text(value);
        return switch (texts.match()) {
            case EXACT -> Sql.of("x.normal = ? and x.exact = ?", normal, Hash.word(value));
            case CONTAINS -> normal.isEmpty() ? Sql.of("false") : Sql.of("position(? in x.normal) > 0", normal);
            case STARTS ->
                normal.isEmpty()
                        ? Sql.of("false")
                        : Sql.of("x.normal >= ? and x.normal < ?", normal, Normal.after(normal));
        };
    }

    private static Sql updated(Clause.DateValue value, String alias) {
        TimeSpan span = value.span();
        Object low = Transaction.at(Instant.ofEpochMilli(span.low()));
        Object high = Transaction.at(Instant.ofEpochMilli(span.high()));
        String column = alias + ".updated";
        return switch (value.prefix()) {
            case EQ -> Sql.of("(" + column + " >= ? and " + column + " < ?)", low, high);
            case NE -> Sql.of("(" + column + " < ? or " + column + " >= ?)", low, high);
            case GT, SA -> Sql.of(column + " >= ?", high);
            case GE -> Sql.of(column + " >= ?", low);
            case LT, EB -> Sql.of(column + " < ?", low);
            case LE -> Sql.of(column + " < ?", high);
        };
    }

    /** R4, 3.1.1.4.5: each prefix compares the span searched for with the span held. */
    private static Sql date(Clause.DateValue value, String low, String high) {
        Long from = value.span().low();
        Long to = value.span().high();
        return switch (value.prefix()) {
            case EQ -> Sql.of("(" + low + " >= ? and " + high + " <= ?)", from, to);
            case NE -> Sql.of("(" + low + " < ? or " + high + " > ?)", from, to);
            case GT -> Sql.of(high + " > ?", to);
            case GE -> Sql.of("(" + high + " > ? or " + low + " >= ?)", to, from);
            case LT -> Sql.of(low + " < ?", from);
            case LE -> Sql.of("(" + low + " < ? or " + high + " <= ?)", from, to);
            case SA -> Sql.of(low + " >= ?", to);
            case EB -> Sql.of(high + " <= ?", from);
        };
    }

    private static Sql reference(SearchParameter parameter, String value) {
        if (value.contains(":")) {
            return Sql.of("x.target = ?", ReferenceText.elsewhere(value));
        }
        int slash = value.indexOf('/');
        List<Object> types = new ArrayList<>(slash < 0 ? parameter.targets() : List.of(value.substring(0, slash)));
        return Sql.of("x.target in (select y.pk from resource y where y.id = ? and ", value.substring(slash + 1))
                .then(Sql.in("y.type", types))
                .then(")");
    }

    private Sql chained(Clause.Chain.Target target) {
        String alias = "c" + ++aliases;
        return Sql.of("x.target in (select " + alias + ".pk from resource " + alias + " where ")
                .then(live(target.type(), alias))
                .then(" and ")
                .then(clause(target.clause(), alias))
                .then(")");
    }
}
