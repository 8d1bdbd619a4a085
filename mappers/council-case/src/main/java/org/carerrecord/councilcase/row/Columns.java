package org.carerrecord.councilcase.row;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.mapping.CodeTable;

/** The columns that are read, by their headings: of Client Level Data, and of case extracts. */
final class Columns {

    private static final String FILE = "/tables/council-columns.csv";

    private static final Map<String, Field> CLIENT_LEVEL = Arrays.stream(Field.values())
            .filter(Field::isClientLevel)
            .collect(Collectors.toUnmodifiableMap(field -> Field.plain(field.heading()), field -> field));

    private static final Map<String, Field> CASE = load();

    private Columns() {}

    /**
     * What the columns tell, in their order. Client Level Data when it has the columns of it, else a case extract; a heading
     * is looked up in one list only.
     */
    static List<Optional<Field>> of(List<String> headings) {
        List<Optional<Field>> clientLevel = in(CLIENT_LEVEL, headings);
        boolean isClientLevel = clientLevel.contains(Optional.of(Field.CLIENT_TYPE))
                && clientLevel.contains(Optional.of(Field.REPORTING_PERIOD_END_DATE));
        return isClientLevel ? clientLevel : in(CASE, headings);
    }

    private static List<Optional<Field>> in(Map<String, Field> columns, List<String> headings) {
        return headings.stream()
                .map(heading -> Optional.ofNullable(columns.get(Field.plain(heading))))
                .toList();
    }

    private static Map<String, Field> load() {
        Map<String, Field> columns = new HashMap<>();
        try (InputStream csv = Objects.requireNonNull(Columns.class.getResourceAsStream(FILE), FILE);
                CSVParser rows = CodeTable.rows(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            for (CSVRecord row : rows) {
                if (columns.put(Field.plain(row.get("column")), Field.valueOf(row.get("field"))) != null) {
                    throw new IllegalArgumentException(
                            FILE + " line " + rows.getCurrentLineNumber() + ": the same column twice");
                }
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(FILE, cause);
        }
        return Map.copyOf(columns);
    }
}
