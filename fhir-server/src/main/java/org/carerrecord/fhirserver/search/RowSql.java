package org.carerrecord.fhirserver.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/** A clause as a condition on one index row; the values are alternatives. */
final class RowSql {

    /** Also of references that have an identifier. */
    static final String IDENTIFIERS = "index_identifier";

    private final Instant now;

    /**
     * For one query.
     *
     * @param now what "about" a date is measured from
     */
    RowSql(Instant now) {
        this.now = now;
    }

    /** The table that holds the rows of parameters of a kind. */
    static String table(SearchParameter.Kind kind) {
        return switch (kind) {
            case TOKEN -> "index_token";
            case IDENTIFIER -> IDENTIFIERS;
            case STRING, PHONETIC, URI -> "index_string";
            case DATE -> "index_date";
            case NUMBER, QUANTITY -> "index_number";
            case REFERENCE -> "index_reference";
            case COMPOSITE -> "index_composite";
        };
    }

    /** The table that holds the rows that a clause is about. */
    static String table(Clause.Indexed clause) {
        return switch (clause) {
            case Clause.Tokens tokens ->
                tokens.parameter().kind() == SearchParameter.Kind.TOKEN ? "index_token" : IDENTIFIERS;
            case Clause.Texts texts -> "index_string";
            case Clause.Dates dates -> "index_date";
            case Clause.Numbers numbers -> "index_number";
            case Clause.References references -> "index_reference";
        };
    }

    /** The condition on a row under the alias. */
    Sql of(Clause.Indexed clause, String x) {
        return Sql.or(
                switch (clause) {
                    case Clause.Tokens tokens ->
                        tokens.values().stream().map(value -> token(value, x)).toList();
                    case Clause.Texts texts ->
                        texts.values().stream()
                                .map(value -> text(texts, value, x))
                                .toList();
                    case Clause.Dates dates ->
                        dates.values().stream()
                                .map(value -> date(value, x + ".low", x + ".high"))
                                .toList();
                    case Clause.Numbers numbers ->
                        numbers.values().stream().map(value -> number(value, x)).toList();
                    case Clause.References references ->
                        references.values().stream()
                                .map(value -> reference(references.parameter(), value, x))
                                .toList();
                });
    }

    private static Sql token(Clause.TokenValue value, String x) {
        List<Sql> parts = new ArrayList<>();
        if (value.code() != null) {
            parts.add(Sql.of(x + ".code = ?", Hash.word(value.code())));
        }
        if (value.system() != null) {
            parts.add(Sql.of(x + ".system = ?", value.system().isEmpty() ? 0L : Hash.word(value.system())));
        }
        return parts.isEmpty() ? Sql.of("false") : Sql.join(" and ", parts);
    }

    private static Sql text(Clause.Texts texts, String value, String x) {
        return switch (texts.parameter().kind()) {
            case URI -> uri(texts.match(), value, x);
            case PHONETIC -> {
                String sound = Sound.of(value);
                yield sound.isEmpty() ? Sql.of("false") : Sql.of(x + ".normal = ?", sound);
            }
            default -> string(texts.match(), value, x);
        };
    }

    private static Sql string(Clause.Match match, String value, String x) {
        String normal = Normal.text(value);
        if (match == Clause.Match.EXACT) {
            return Sql.of(x + ".normal = ? and " + x + ".exact = ?", normal, Hash.word(value));
        }
        if (normal.isEmpty()) {
            return Sql.of("false");
        }
        return match == Clause.Match.CONTAINS
                ? Sql.of("position(? in " + x + ".normal) > 0", normal)
                : beginning(normal, x);
    }

    private static Sql beginning(String normal, String x) {
        return Sql.of(x + ".normal >= ? and " + x + ".normal < ?", normal, Normal.after(normal));
    }

    private static Sql uri(Clause.Match match, String value, String x) {
        return switch (match) {
            case BELOW -> Sql.or(same(value, x), beginning(Normal.cut(value.endsWith("/") ? value : value + "/"), x));
            case ABOVE ->
                Sql.or(UrlPath.upwards(value).stream().map(url -> same(url, x)).toList());
            default -> same(value, x);
        };
    }

    private static Sql same(String uri, String x) {
        return Sql.of(x + ".normal = ? and " + x + ".exact = ?", Normal.cut(uri), Hash.word(uri));
    }

    /**
     * {@code _lastUpdated}. Resources have no index by time, which each write would pay for; versions have one, and lead to
     * the few that changed since. Who changed then has a version of then.
     */
    Sql updated(Clause.Updated updated, String alias) {
        Sql is = anyUpdated(updated, alias + ".updated");
        return updated.values().stream().allMatch(Clause.DateValue::hasBeginning)
                ? is.then(" and exists (select 1 from version v where v.resource = " + alias + ".pk and ")
                        .then(anyUpdated(updated, "v.updated"))
                        .then(")")
                : is;
    }

    private Sql anyUpdated(Clause.Updated updated, String column) {
        return Sql.or(
                updated.values().stream().map(value -> updated(value, column)).toList());
    }

    /** A moment, not a span. */
    private Sql updated(Clause.DateValue value, String column) {
        TimeSpan span = value.prefix() == Clause.Prefix.AP ? value.span().about(now) : value.span();
        Object low = Transaction.at(Instant.ofEpochMilli(span.low()));
        Object high = Transaction.at(Instant.ofEpochMilli(span.high()));
        return switch (value.prefix()) {
            case EQ, AP -> Sql.of("(" + column + " >= ? and " + column + " < ?)", low, high);
            case NE -> Sql.of("(" + column + " < ? or " + column + " >= ?)", low, high);
            case GT, SA -> Sql.of(column + " >= ?", high);
            case GE -> Sql.of(column + " >= ?", low);
            case LT, EB -> Sql.of(column + " < ?", low);
            case LE -> Sql.of(column + " < ?", high);
        };
    }

    /** R4, 3.1.1.4.5: each prefix compares the span searched for with the span held. */
    private Sql date(Clause.DateValue value, String low, String high) {
        TimeSpan span = value.prefix() == Clause.Prefix.AP ? value.span().about(now) : value.span();
        Long from = span.low();
        Long to = span.high();
        return switch (value.prefix()) {
            case EQ -> Sql.of("(" + low + " >= ? and " + high + " <= ?)", from, to);
            case NE -> Sql.of("(" + low + " < ? or " + high + " > ?)", from, to);
            case GT -> Sql.of(high + " > ?", to);
            case GE -> Sql.of("(" + high + " > ? or " + low + " >= ?)", to, from);
            case LT -> Sql.of(low + " < ?", from);
            case LE -> Sql.of("(" + low + " < ? or " + high + " <= ?)", from, to);
            case SA -> Sql.of(low + " >= ?", to);
            case EB -> Sql.of(high + " <= ?", from);
            case AP -> Sql.of("(" + low + " < ? and " + high + " > ?)", to, from);
        };
    }

    /** R4, 3.1.1.4.6: without a prefix and with ne as far as the number is known, with the others exactly. */
    private static Sql number(Clause.NumberValue value, String x) {
        Decimal number = value.number();
        String low = x + ".lowest";
        String high = x + ".highest";
        Sql compared =
                switch (value.prefix()) {
                    case EQ -> Sql.of("(" + low + " >= ? and " + high + " < ?)", number.low(), number.high());
                    case NE -> Sql.of("(" + low + " < ? or " + high + " >= ?)", number.low(), number.high());
                    case GT -> Sql.of(high + " > ?", number.exact());
                    case GE -> Sql.of(high + " >= ?", number.exact());
                    case LT -> Sql.of(low + " < ?", number.exact());
                    case LE -> Sql.of(low + " <= ?", number.exact());
                    case SA -> Sql.of(low + " > ?", number.exact());
                    case EB -> Sql.of(high + " < ?", number.exact());
                    case AP ->
                        Sql.of("(" + high + " >= ? and " + low + " <= ?)", number.aboutLow(), number.aboutHigh());
                };
        return value.unit() == null ? compared : Sql.and(compared, token(value.unit(), x));
    }

    private static Sql reference(SearchParameter parameter, String value, String x) {
        Optional<ReferenceText> local = ReferenceText.local(value);
        if (local.isEmpty() && !ReferenceText.isId(value)) {
            return Sql.of(x + ".target = ?", ReferenceText.elsewhere(value));
        }
        Sql targets = Sql.of(
                x + ".target in (select y.pk from resource y where y.id = ?",
                local.map(ReferenceText::id).orElse(value));
        List<String> types = local.map(text -> List.of(text.type())).orElseGet(() -> List.copyOf(parameter.targets()));
        return (types.isEmpty() ? targets : targets.then(" and ").then(Sql.in("y.type", types))).then(")");
    }
}
