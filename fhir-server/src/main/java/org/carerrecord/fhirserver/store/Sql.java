package org.carerrecord.fhirserver.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A piece of SQL with its arguments in order; values never stand in the text. Pieces are put together without copying them:
 * the whole is written once, when it is asked for.
 */
public sealed interface Sql {

    int MOST_AT_ONCE = 10_000;

    /** Of a search's statement; what is shorter wastes little. */
    int USUAL_LENGTH = 5_000;

    /** A piece as it stands. */
    record Text(String its, List<Object> values) implements Sql {

        public Text {
            values = List.copyOf(values);
        }

        @Override
        public void writeTo(StringBuilder text) {
            text.append(its);
        }

        @Override
        public void addTo(List<Object> arguments) {
            arguments.addAll(values);
        }
    }

    /** Pieces beside each other. */
    record Joined(String separator, List<Sql> parts) implements Sql {

        public Joined {
            parts = List.copyOf(parts);
        }

        @Override
        public void writeTo(StringBuilder text) {
            for (int i = 0; i < parts.size(); i++) {
                text.append(i == 0 ? "" : separator);
                parts.get(i).writeTo(text);
            }
        }

        @Override
        public void addTo(List<Object> arguments) {
            for (Sql part : parts) {
                part.addTo(arguments);
            }
        }
    }

    static Sql of(String text, Object... arguments) {
        return new Text(text, List.of(arguments));
    }

    static Sql and(Sql... parts) {
        return join(" and ", List.of(parts));
    }

    static Sql or(Sql... parts) {
        return or(List.of(parts));
    }

    static Sql or(List<Sql> parts) {
        return of("(").then(join(" or ", parts)).then(")");
    }

    /** {@code column in (?, ...)}; false for no values. */
    static Sql in(String column, Collection<?> values) {
        if (values.isEmpty()) {
            return of("false");
        }
        return new Text(column + " in (?" + ", ?".repeat(values.size() - 1) + ")", List.copyOf(values));
    }

    /** The values in parts that a statement takes each; PostgreSQL's protocol has no more than 65,535 parameters. */
    static <T> List<List<T>> parts(Collection<T> values) {
        List<T> all = List.copyOf(values);
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
            parts.add(all.subList(from, Math.min(from + MOST_AT_ONCE, all.size())));
        }
        return parts;
    }

    static Sql join(String separator, List<Sql> parts) {
        return new Joined(separator, parts);
    }

    default Sql then(String more, Object... moreArguments) {
        return then(of(more, moreArguments));
    }

    default Sql then(Sql more) {
        return new Joined("", List.of(this, more));
    }

    void writeTo(StringBuilder text);

    void addTo(List<Object> arguments);

    default String text() {
        StringBuilder text = new StringBuilder(USUAL_LENGTH);
        writeTo(text);
        return text.toString();
    }

    default List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        addTo(arguments);
        return List.copyOf(arguments);
    }

    default Object[] argumentArray() {
        List<Object> arguments = new ArrayList<>();
        addTo(arguments);
        return arguments.toArray();
    }
}
