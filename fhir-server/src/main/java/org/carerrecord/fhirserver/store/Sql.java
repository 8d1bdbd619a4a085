package org.carerrecord.fhirserver.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** A piece of SQL with its arguments in order; values never stand in the text. */
public record Sql(String text, List<Object> arguments) {

    private static final int MOST_AT_ONCE = 10_000;

    public Sql {
        arguments = List.copyOf(arguments);
    }

    public static Sql of(String text, Object... arguments) {
        return new Sql(text, Arrays.asList(arguments));
    }

    public static Sql and(Sql... parts) {
        return join(" and ", List.of(parts));
    }

    public static Sql or(Sql... parts) {
        return or(List.of(parts));
    }

    public static Sql or(List<Sql> parts) {
        Sql joined = join(" or ", parts);
        return new Sql("(" + joined.text + ")", joined.arguments);
    }

    /** {@code column in (?, ...)}; false for no values. */
    public static Sql in(String column, Collection<?> values) {
        if (values.isEmpty()) {
            return of("false");
        }
        String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
        return new Sql(column + " in (" + marks + ")", new ArrayList<>(values));
    }

    /** The values in parts that a statement takes each; PostgreSQL's protocol has no more than 65,535 parameters. */
    public static <T> List<List<T>> parts(Collection<T> values) {
        List<T> all = List.copyOf(values);
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
            parts.add(all.subList(from, Math.min(from + MOST_AT_ONCE, all.size())));
        }
        return parts;
    }

    public static Sql join(String separator, List<Sql> parts) {
        StringBuilder text = new StringBuilder();
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            text.append(i == 0 ? "" : separator).append(parts.get(i).text);
            arguments.addAll(parts.get(i).arguments);
        }
        return new Sql(text.toString(), arguments);
    }

    public Sql then(String more, Object... moreArguments) {
        return then(of(more, moreArguments));
    }

    public Sql then(Sql more) {
        return join("", List.of(this, more));
    }

    public Object[] argumentArray() {
        return arguments.toArray();
    }
}
