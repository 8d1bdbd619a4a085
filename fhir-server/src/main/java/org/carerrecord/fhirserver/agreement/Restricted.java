package org.carerrecord.fhirserver.agreement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is told of a restricted person ({@code agreement/restricted.csv}); what is not named there is not told (carer-model.md,
 * agreement 3).
 */
final class Restricted {

    /** How an element is told. */
    enum Told {
        WHOLE,
        /** That it is there, and not what it is. */
        MASKED,
        /** The NHS number alone. */
        NHS_NUMBER,
        /** Where a reference leads, without the words beside it. */
        REFERENCE
    }

    private record Row(String type, String what, String name, Told told) {}

    private static final List<Row> ROWS = rows();

    /** The types of people, which can be masked; what else is about a restricted person is not told at all. */
    static final Set<String> PEOPLE = ROWS.stream().map(Row::type).collect(Collectors.toUnmodifiableSet());

    private Restricted() {}

    /** How the elements of a type are told, by their names. */
    static Map<String, Told> elements(String type) {
        return of(type, "element").collect(Collectors.toUnmodifiableMap(Row::name, Row::told));
    }

    /** The extensions of a type that are told. */
    static Set<String> extensions(String type) {
        return of(type, "extension").map(Row::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether people of a type may be searched by a parameter, however restricted they are. */
    static boolean isSearchable(String type, String parameter) {
        return of(type, "parameter").anyMatch(row -> row.name().equals(parameter));
    }

    private static Stream<Row> of(String type, String what) {
        return ROWS.stream().filter(row -> row.type().equals(type) && row.what().equals(what));
    }

    private static List<Row> rows() {
        try (InputStream file =
                Objects.requireNonNull(Restricted.class.getResourceAsStream("/agreement/restricted.csv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", 5))
                    .map(cells -> new Row(
                            cells[0],
                            cells[1],
                            cells[2],
                            Told.valueOf(cells[3].toUpperCase(Locale.ROOT).replace('-', '_'))))
                    .toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
