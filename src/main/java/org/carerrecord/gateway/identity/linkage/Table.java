package org.carerrecord.gateway.identity.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.mapping.CodeTable;

/** The rows of a table of this package, {@code identity/<name>.csv}. */
final class Table {

    private Table() {}

    static List<CSVRecord> rows(String name) {
        String file = "/identity/" + name + ".csv";
        try (InputStream csv = Objects.requireNonNull(Table.class.getResourceAsStream(file), file);
                CSVParser rows = CodeTable.rows(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            return rows.getRecords();
        } catch (IOException cause) {
            throw new UncheckedIOException(file, cause);
        }
    }
}
