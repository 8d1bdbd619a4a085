package org.carerrecord.fhirserver.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A piece of SQL with its arguments in order; values never stand in the text. */
public record Sql(String text, List<Object> arguments) {

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

    public static Sql join(String separator, List<Sql> parts) {
        return new Sql(
                parts.stream().map(Sql::text).collect(Collectors.joining(separator)),
                parts.stream().flatMap(part -> part.arguments.stream()).toList());
    }

    public Sql then(String more, Object... moreArguments) {
        return new Sql(
                text + more,
                Stream.concat(arguments.stream(), Arrays.stream(moreArguments)).toList());
    }

    public Sql then(Sql more) {
        return join("", List.of(this, more));
    }

    public Object[] argumentArray() {
        return arguments.toArray();
    }
}
