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
import org.carerrecord.fhirserver.store.Mask;

/** What is told of a masked person ({@code agreement/masked.csv}); what is not named there is not told (carer-model.md, agreement 3). */
final class Restricted {

    /** How an element is told. */
    enum Told {
        WHOLE,
        NOT,
        /** That it is there, and not what it is. */
        MASKED,
        /** The NHS number alone. */
        NHS_NUMBER,
        /** Where a reference leads, without the words beside it. */
        REFERENCE
    }

    /**
     * @param restricted how it is told of who is restricted
     * @param beside how it is told of who stands beside them
     */
    private record Row(String type, String what, String name, Told restricted, Told beside) {

        Told told(Mask mask) {
            return switch (mask) {
                case NONE -> Told.WHOLE;
                case HOME -> beside;
                case ALL -> restricted;
            };
        }
    }

    private static final List<Row> ROWS = rows();

    /** The types of people, which can be masked; what else is about a restricted person is not told at all. */
    static final Set<String> PEOPLE = ROWS.stream().map(Row::type).collect(Collectors.toUnmodifiableSet());

    private Restricted() {}

    /** How the elements of a type are told, by their names. */
    static Map<String, Told> elements(Mask mask, String type) {
        return of(mask, type, "element").collect(Collectors.toUnmodifiableMap(Row::name, row -> row.told(mask)));
    }

    /** The extensions of a type that are told. */
    static Set<String> extensions(Mask mask, String type) {
        return of(mask, type, "extension").map(Row::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether people of a type with a mask may be searched by a parameter. */
    static boolean isSearchable(Mask mask, String type, String parameter) {
        return of(mask, type, "parameter").anyMatch(row -> row.name().equals(parameter));
    }

    private static Stream<Row> of(Mask mask, String type, String what) {
        return ROWS.stream()
                .filter(row -> row.type().equals(type) && row.what().equals(what) && row.told(mask) != Told.NOT);
    }

    private static Told told(String cell) {
        return cell.equals("-")
                ? Told.NOT
                : Told.valueOf(cell.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static List<Row> rows() {
        try (InputStream file = Objects.requireNonNull(Restricted.class.getResourceAsStream("/agreement/masked.csv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", 6))
                    .map(cells -> new Row(cells[0], cells[1], cells[2], told(cells[3]), told(cells[4])))
                    .toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
