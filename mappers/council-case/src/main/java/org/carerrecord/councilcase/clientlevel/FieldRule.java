package org.carerrecord.councilcase.clientlevel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.mapping.CodeTable;

/**
 * What release 2 of Client Level Data asks of a field ({@code tables/client-level-data.csv}).
 *
 * @param applicable when the field may say something
 * @param mandatory when it must
 */
record FieldRule(Field field, Kind kind, When applicable, When mandatory) {

    private static final String FILE = "/tables/client-level-data.csv";

    /** Of every field, in the order of release 2. */
    static final List<FieldRule> ALL = load();

    /** What a cell may hold. */
    enum Kind {
        TEXT,
        DATE,
        NUMBER,
        /** One of a list. */
        CLOSED,
        /** One of a list that is not known to be complete, so that other words pass. */
        OPEN
    }

    /** Why the row breaks this rule; empty when it does not. */
    Optional<String> broken(ClientLevelRow row) {
        Optional<String> said = row.text(field);
        if (said.isEmpty()) {
            return mandatory.holds(row) && applicable.holds(row)
                    ? Optional.of(field.heading() + " is missing")
                    : Optional.empty();
        }
        return isPermitted(said.get()) ? Optional.empty() : Optional.of(field.heading() + " is " + wanted());
    }

    private boolean isPermitted(String said) {
        return switch (kind) {
            case TEXT, OPEN -> true;
            case DATE -> isDay(said);
            case NUMBER -> said.matches("\\d+(\\.\\d+)?");
            case CLOSED -> ValueLists.value(field, said).filter(said::equals).isPresent();
        };
    }

    private static boolean isDay(String said) {
        try {
            LocalDate.parse(said);
            return true;
        } catch (DateTimeException noDay) {
            return false;
        }
    }

    private String wanted() {
        return switch (kind) {
            case DATE -> "not known to the day";
            case NUMBER -> "no number";
            default -> "not a permitted value";
        };
    }

    private static List<FieldRule> load() {
        List<FieldRule> rules = new ArrayList<>();
        try (InputStream csv = Objects.requireNonNull(FieldRule.class.getResourceAsStream(FILE), FILE);
                CSVParser rows = CodeTable.rows(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            for (CSVRecord row : rows) {
                rules.add(new FieldRule(
                        ValueLists.field(row.get("field")).orElseThrow(),
                        Kind.valueOf(row.get("kind").toUpperCase(Locale.ROOT)),
                        When.of(row.get("applicable")),
                        When.of(row.get("mandatory"))));
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(FILE, cause);
        }
        return List.copyOf(rules);
    }
}
