package org.carerrecord.fhirserver.search;

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
 * The search parameters: {@code search/r4-parameters.csv} (R4's; as the model's definitions have them, without having to read
 * the model), {@code search/composite-parts.csv} (R4's own components; the model has no paths), {@code
 * search/own-parameters.csv} (defined in {@code profiles/}), {@code search/not-followed.csv} (of type reference, but their elements are
 * canonicals, or the resources of a Bundle).
 */
final class ParameterTables {

    /** Those that R4 defines for every resource (3.1.1.4.1). */
    private static final String ANY = "Resource";

    /**
     * A parameter of R4.
     *
     * @param type a resource type, or {@code Resource} for each
     * @param kind R4's "Search Parameter Type"
     * @param targets types that a reference may lead to
     * @param compartments by it a resource belongs to the compartments of these types
     */
    record Defined(
            String type, String code, String kind, Set<String> targets, Set<String> compartments, String expression) {}

    private record ComposedOf(String type, String code, SearchParameter.Part part) {}

    private final Map<String, List<Defined>> defined = rows("r4-parameters.csv", 6).stream()
            .map(row -> new Defined(row[0], row[1], row[2], names(row[3]), names(row[4]), row[5]))
            .collect(Collectors.groupingBy(Defined::type));
    private final List<ComposedOf> parts = rows("composite-parts.csv", 4).stream()
            .map(row -> new ComposedOf(row[0], row[1], new SearchParameter.Part(kind(row[2]), row[3])))
            .toList();
    private final List<SearchParameter> own = rows("own-parameters.csv", 5).stream()
            .map(row -> SearchParameter.of(row[0], row[1], kind(row[2]), row[3], Set.of(), row[4]))
            .toList();

    private final Set<String> notFollowed = rows("not-followed.csv", 2).stream()
            .map(row -> row[0] + ":" + row[1])
            .collect(Collectors.toSet());

    boolean isNotFollowed(String type, String code) {
        return notFollowed.contains(type + ":" + code);
    }

    /** R4's parameters of a type, but those of columns. */
    List<Defined> defined(String type) {
        return Stream.of(ANY, type)
                .flatMap(owner -> defined.getOrDefault(owner, List.of()).stream())
                .toList();
    }

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

    private static Set<String> names(String cell) {
        return cell.isEmpty() ? Set.of() : Set.of(cell.split(" "));
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
