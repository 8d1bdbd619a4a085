package org.carerrecord.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;

/**
 * A table that translates the codes of one source into FHIR codes, read from {@code tables/<name>.csv}.
 *
 * <p>Columns {@code code,meaning,[role,]target_system,target_code,target_display,source}; a line that begins with
 * {@code #} is a comment; a code with several targets has several rows. Codes are compared exactly, letter case included,
 * save for blanks at either end.
 */
public final class CodeTable {

    /**
     * What a code means in FHIR.
     *
     * @param role the table's word for what the code says beyond its target; empty when the table has no such column
     */
    public record Target(String system, String code, String display, String role) {

        public Coding coding() {
            return new Coding(system, code, display);
        }
    }

    /**
     * A code of the source.
     *
     * @param meaning the source's own words for it
     */
    public record Code(String code, String meaning) {}

    private final Map<String, List<Target>> targets;
    private final Map<String, List<Code>> sources;

    private CodeTable(Map<String, List<Target>> targets, Map<String, List<Code>> sources) {
        this.targets = Collections.unmodifiableMap(targets);
        this.sources = sources;
    }

    /**
     * The table of that name.
     *
     * @throws IllegalArgumentException naming file and line, when the table is absent, malformed, names a system outside
     *     {@link Systems#isOfCodeTables} or says the same twice
     */
    public static CodeTable load(String name) {
        String file = "tables/" + name + ".csv";
        try (InputStream csv = CodeTable.class.getResourceAsStream("/" + file)) {
            if (csv == null) {
                throw new IllegalArgumentException(file + " is not there");
            }
            return read(file, new InputStreamReader(csv, StandardCharsets.UTF_8));
        } catch (IOException cause) {
            throw new UncheckedIOException(file, cause);
        }
    }

    /**
     * The table in a text, for example one of an operator's own.
     *
     * @param file only for messages
     * @throws IllegalArgumentException as {@link #load} does
     */
    public static CodeTable read(String file, Reader csv) throws IOException {
        Map<String, List<Target>> targets = new LinkedHashMap<>();
        Map<String, List<Code>> sources = new HashMap<>();
        try (CSVParser rows = rows(csv)) {
            for (CSVRecord row : rows) {
                String place = file + " line " + rows.getCurrentLineNumber();
                Target target = target(row, place);
                List<Target> soFar = targets.computeIfAbsent(row.get("code"), code -> new ArrayList<>());
                if (soFar.stream().anyMatch(said -> sameCode(said, target))) {
                    throw new IllegalArgumentException(place + ": the same code has this target already");
                }
                soFar.add(target);
                sources.computeIfAbsent(key(target.system(), target.code()), coding -> new ArrayList<>())
                        .add(new Code(row.get("code"), row.isMapped("meaning") ? row.get("meaning") : ""));
            }
        } catch (UncheckedIOException cause) {
            throw new IllegalArgumentException(file + " is no CSV: " + cause.getMessage(), cause);
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(file + " has no rows");
        }
        return new CodeTable(targets, sources);
    }

    /**
     * Each row of the table of that name, whatever its columns.
     *
     * @throws IllegalArgumentException when there is no such table
     */
    public static void eachRow(String name, Consumer<CSVRecord> taken) {
        String file = "/tables/" + name + ".csv";
        try (InputStream csv = CodeTable.class.getResourceAsStream(file)) {
            if (csv == null) {
                throw new IllegalArgumentException(file + " is not there");
            }
            try (CSVParser rows = rows(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
                rows.forEach(taken);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(file, cause);
        }
    }

    /** The rows of a table file: a header, comments that begin with {@code #}. */
    public static CSVParser rows(Reader csv) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setCommentMarker('#')
                .get()
                .parse(csv);
    }

    private static Target target(CSVRecord row, String place) {
        if (!row.isConsistent()) {
            throw new IllegalArgumentException(place + ": not as many columns as the header");
        }
        for (String column : List.of("code", "target_system", "target_code", "target_display", "source")) {
            if (!row.isMapped(column) || row.get(column).isBlank()) {
                throw new IllegalArgumentException(place + ": no " + column);
            }
        }
        String system = row.get("target_system");
        if (!Systems.isOfCodeTables(system)) {
            throw new IllegalArgumentException(place + ": unknown system " + system);
        }
        String role = row.isMapped("role") ? row.get("role") : "";
        return new Target(system, row.get("target_code"), row.get("target_display"), role);
    }

    private static String key(String system, String code) {
        return system + "|" + code;
    }

    private static boolean sameCode(Target one, Target other) {
        return one.system().equals(other.system()) && one.code().equals(other.code());
    }

    /** Every code that the table translates, in the order of the file. */
    public Set<String> codes() {
        return targets.keySet();
    }

    /** What the code means, in the order of the file; empty when the table does not know it. */
    public List<Target> targets(String code) {
        return targets.getOrDefault(code.strip(), List.of());
    }

    /**
     * The way back: the code that says what a coding says, and no more.
     *
     * <p>Of several codes with this target it is the one whose meaning is the target's own display; without such a one there
     * is none, for each would say more than is known.
     */
    public Optional<Code> code(String system, String code) {
        List<Code> said = sources.getOrDefault(key(system, code), List.of());
        if (said.size() == 1) {
            return Optional.of(said.get(0));
        }
        return said.stream()
                .filter(one -> targets(one.code()).stream()
                        .anyMatch(target -> target.display().equalsIgnoreCase(one.meaning())))
                .findFirst();
    }

    /** The code of one system that the code means, for a table that translates into several. */
    public Optional<Target> target(String code, String system) {
        return targets(code).stream()
                .filter(target -> target.system().equals(system))
                .findFirst();
    }
}
