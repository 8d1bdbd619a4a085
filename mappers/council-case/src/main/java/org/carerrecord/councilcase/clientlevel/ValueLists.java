package org.carerrecord.councilcase.clientlevel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Coding;

/**
 * The permitted values of Client Level Data in release 2's words, by the words of either release
 * ({@code tables/client-level-values.csv}).
 *
 * <p>Letter case and punctuation count for nothing: {@code NFA- Other} is {@code NFA: Other}.
 */
public final class ValueLists {

    private static final String FILE = "/tables/client-level-values.csv";

    private static final Map<String, Field> FIELDS =
            Arrays.stream(Field.values()).collect(Collectors.toUnmodifiableMap(Field::heading, Function.identity()));

    private static final Map<Field, Map<String, String>> LISTS = load();

    private ValueLists() {}

    /** The field by its name in Client Level Data. */
    static Optional<Field> field(String name) {
        return Optional.ofNullable(FIELDS.get(name));
    }

    /** The value in release 2's words; empty when the list does not know it. */
    public static Optional<String> value(Field field, String said) {
        Map<String, String> list = LISTS.getOrDefault(field, Map.of());
        String exact = list.get(said);
        return exact == null ? Optional.ofNullable(list.get(plain(said))) : Optional.of(exact);
    }

    /** The system of a field's values. */
    public static String system(Field field) {
        return Canonical.CodeSystem.CLIENT_LEVEL_DATA + "/" + field.heading();
    }

    /** A value of release 2 as a coding. */
    public static Coding coding(Field field, String value) {
        return new Coding(system(field), value, null);
    }

    private static String plain(String words) {
        StringBuilder plain = new StringBuilder(words.length());
        for (int at = 0; at < words.length(); at++) {
            char c = Character.toLowerCase(words.charAt(at));
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static Map<Field, Map<String, String>> load() {
        Map<Field, Map<String, String>> lists = new EnumMap<>(Field.class);
        try (InputStream csv = Objects.requireNonNull(ValueLists.class.getResourceAsStream(FILE), FILE);
                CSVParser rows = CodeTable.rows(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            for (CSVRecord row : rows) {
                String place = FILE + " line " + rows.getCurrentLineNumber();
                Field field = field(row.get("field")).orElseThrow(() -> new IllegalArgumentException(place));
                Map<String, String> list = lists.computeIfAbsent(field, first -> new HashMap<>());
                String value = row.get("value");
                list.put(value, value);
                for (String said : new String[] {plain(value), plain(row.get("said_as"))}) {
                    String before = said.isEmpty() ? value : Objects.requireNonNullElse(list.put(said, value), value);
                    if (!before.equals(value)) {
                        throw new IllegalArgumentException(place + ": the same words mean two values");
                    }
                }
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(FILE, cause);
        }
        return Map.copyOf(lists);
    }
}
