package org.carerrecord.fhirserver.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What the model does not tell of search parameters: {@code search/composite-parts.csv} (R4's own components; the model has
 * no paths), {@code search/own-parameters.csv} (defined in {@code profiles/}).
 */
final class ParameterTables {

    private record ComposedOf(String type, String code, SearchParameter.Part part) {}

    private final List<ComposedOf> parts = rows("composite-parts.csv", 4).stream()
            .map(row -> new ComposedOf(row[0], row[1], new SearchParameter.Part(kind(row[2]), row[3])))
            .toList();
    private final List<SearchParameter> own = rows("own-parameters.csv", 5).stream()
            .map(row -> SearchParameter.of(row[0], row[1], kind(row[2]), row[3], Set.of(), row[4]))
            .toList();

    /** The parts of a composite of R4, in order. */
    List<SearchParameter.Part> parts(String type, String code) {
        return parts.stream()
                .filter(row -> row.code().equals(code)
                        && (row.type().equals("*") || row.type().equals(type)))
                .map(ComposedOf::part)
                .toList();
    }

    /** Our own parameters of a type. */
    List<SearchParameter> own(String type) {
        return own.stream().filter(parameter -> parameter.type().equals(type)).toList();
    }

    private static SearchParameter.Kind kind(String name) {
        return SearchParameter.Kind.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The rows below the table's head; no cell has a comma. */
    private static List<String[]> rows(String table, int columns) {
        try (InputStream file =
                Objects.requireNonNull(ParameterTables.class.getResourceAsStream("/search/" + table), table)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", columns))
                    .toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
