package org.carerrecord.fhirserver.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.store.Sql;
import org.jspecify.annotations.Nullable;

/**
 * A page as SQL: in the order of the sort keys and then of ids, from the place on at which the page before ended, never by
 * counting rows.
 *
 * <p>A resource with several values is sorted by its first one, descending by its last one (R4, 3.1.1.5.1); a span by its
 * beginning; a resource without a value comes last.
 */
public final class PageSql {

    private PageSql() {}

    /** What follows the conditions of an unsorted search. */
    public static Sql unsorted(Query query) {
        Sql after =
                query.after().map(place -> Sql.of(" and r.id > ?", place.id())).orElseGet(() -> Sql.of(""));
        return after.then(" order by r.id limit " + (query.count() + 1));
    }

    /** Columns pk and id of a page of the matches, then its sort keys, if it has any. */
    static Sql sorted(Query query, Sql matches, Seeing seeing) {
        StringBuilder columns = new StringBuilder();
        StringBuilder order = new StringBuilder();
        List<Sql> keys = new ArrayList<>();
        for (int i = 0; i < query.sorts().size(); i++) {
            Sort sort = query.sorts().get(i);
            columns.append(", k.s").append(i);
            order.append("k.s")
                    .append(i)
                    .append(sort.descending() ? " desc" : " asc")
                    .append(" nulls last, ");
            keys.add(Sql.of(", ").then(key(sort, seeing)).then(" as s" + i));
        }
        Sql ordered = Sql.of("select k.pk, k.id" + columns + " from (select r.pk, r.id")
                .then(Sql.join("", keys))
                .then(" from resource r where ")
                .then(matches)
                .then(") k");
        return query.after()
                .map(place -> ordered.then(" where ").then(after(query.sorts(), place, 0)))
                .orElse(ordered)
                .then(" order by " + order + "k.id limit " + (query.count() + 1));
    }

    /** The place of a row of {@link #sorted}. */
    public static Place place(Query query, ResultSet row) throws SQLException {
        List<Optional<String>> keys = new ArrayList<>();
        for (int i = 0; i < query.sorts().size(); i++) {
            @Nullable Object key = value(query.sorts().get(i), row, i + 3);
            keys.add(Optional.ofNullable(key).map(Object::toString));
        }
        return new Place(row.getString(2), keys);
    }

    private static Sql key(Sort sort, Seeing seeing) {
        if (sort.parameter().isEmpty()) {
            return Sql.of(sort.code().equals("_id") ? "r.id" : "r.updated");
        }
        SearchParameter parameter = sort.parameter().get();
        String first = sort.descending() ? "max" : "min";
        String value =
                switch (parameter.kind()) {
                    case TOKEN, IDENTIFIER -> "x.word";
                    case STRING, PHONETIC, URI -> "x.normal";
                    case DATE -> "x.low";
                    case NUMBER, QUANTITY -> "x.lowest";
                    case REFERENCE -> "y.type || '/' || y.id";
                    case COMPOSITE -> throw new IllegalArgumentException("a composite has no order");
                };
        String target = parameter.kind() == SearchParameter.Kind.REFERENCE ? " join resource y on y.pk = x.target" : "";
        Sql values = Sql.of(
                "(select " + first + "(" + value + ") from " + RowSql.table(parameter.kind()) + " x" + target
                        + " where x.resource = r.pk and x.param = ?",
                parameter.number());
        Sql key = seeing.value(parameter, "x")
                .map(seen -> values.then(" and ").then(seen))
                .orElse(values)
                .then(")");
        return seeing.telling(parameter, "r")
                .map(told ->
                        Sql.of("case when ").then(told).then(" then ").then(key).then(" end"))
                .orElse(key);
    }

    private static Sql after(List<Sort> sorts, Place place, int i) {
        if (i == sorts.size()) {
            return Sql.of("k.id > ?", place.id());
        }
        String key = "k.s" + i;
        Sql next = after(sorts, place, i + 1);
        if (place.keys().get(i).isEmpty()) {
            return Sql.of("(" + key + " is null and ").then(next).then(")");
        }
        Object value = value(sorts.get(i), place.keys().get(i).get());
        String beyond = sorts.get(i).descending() ? " < ?" : " > ?";
        return Sql.of("(" + key + beyond + " or " + key + " is null or (" + key + " = ? and ", value, value)
                .then(next)
                .then("))");
    }

    private enum Column {
        TEXT,
        WHOLE,
        DECIMAL,
        TIME
    }

    private static Column column(Sort sort) {
        if (sort.parameter().isEmpty()) {
            return sort.code().equals("_id") ? Column.TEXT : Column.TIME;
        }
        return switch (sort.parameter().get().kind()) {
            case DATE -> Column.WHOLE;
            case NUMBER, QUANTITY -> Column.DECIMAL;
            default -> Column.TEXT;
        };
    }

    private static @Nullable Object value(Sort sort, ResultSet row, int column) throws SQLException {
        return switch (column(sort)) {
            case TEXT -> row.getString(column);
            case WHOLE -> row.getObject(column, Long.class);
            case DECIMAL -> row.getObject(column, Double.class);
            case TIME -> row.getObject(column, OffsetDateTime.class);
        };
    }

    private static Object value(Sort sort, String text) {
        return switch (column(sort)) {
            case TEXT -> text;
            case WHOLE -> Long.valueOf(text);
            case DECIMAL -> Double.valueOf(text);
            case TIME -> OffsetDateTime.parse(text);
        };
    }
}
