package org.carerrecord.gateway.identity.linkage;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.mapping.CodeTable;

/** Reads files of people whose truth is in a column of its own or in {@code rec_id} (docs/linkage.md). */
final class PeopleFile {

    private final Map<String, List<String>> columns = new TreeMap<>();
    private final boolean withNumbers;

    /** @param withNumbers false to leave out identifiers */
    PeopleFile(boolean withNumbers) throws IOException {
        this.withNumbers = withNumbers;
        try (Reader csv = new InputStreamReader(
                        Objects.requireNonNull(PeopleFile.class.getResourceAsStream("/linkage/columns.csv")),
                        StandardCharsets.UTF_8);
                CSVParser rows = CodeTable.rows(csv)) {
            rows.forEach(row ->
                    columns.put(row.get("means"), List.of(row.get("names").split(" "))));
        }
    }

    List<Described> read(Path file) throws IOException {
        try (CSVParser rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .get()
                .parse(Files.newBufferedReader(file))) {
            List<String> header = rows.getHeaderNames().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT).strip().replaceAll("[ -]+", "_"))
                    .toList();
            List<Described> people = new ArrayList<>();
            rows.forEach(row -> people.add(described(row, header)));
            return people;
        }
    }

    private Described described(CSVRecord row, List<String> header) {
        Particulars.Told told = new Particulars.Told();
        String given = first(row, header, "given") + " " + first(row, header, "middle");
        String family = first(row, header, "family");
        String name = first(row, header, "name");
        told.name(family.isBlank() && given.isBlank() ? name : family, given);
        told.born(first(row, header, "born"));
        told.sex(first(row, header, "sex"));
        told.home(all(row, header, "line"), first(row, header, "town"), first(row, header, "postcode"));
        all(row, header, "phone").forEach(told::phone);
        all(row, header, "email").forEach(told::email);
        if (withNumbers) {
            all(row, header, "number").forEach(number -> told.number("number", number));
        }
        return new Described(person(row, header), told.all());
    }

    /** FEBRL's {@code rec-12-org} and {@code rec-12-dup-0} are of one person. */
    private String person(CSVRecord row, List<String> header) {
        String truth = first(row, header, "truth");
        return truth.isEmpty() ? first(row, header, "id").replaceAll("^rec-(\\d+)-.*$", "$1") : truth;
    }

    private String first(CSVRecord row, List<String> header, String means) {
        List<String> values = all(row, header, means);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private List<String> all(CSVRecord row, List<String> header, String means) {
        return Objects.requireNonNull(columns.get(means)).stream()
                .filter(header::contains)
                .map(header::indexOf)
                .filter(column -> column < row.size())
                .map(row::get)
                .filter(value -> !value.isBlank())
                .toList();
    }
}
