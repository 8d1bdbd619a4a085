package org.carerrecord.councilcase.row;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** The rows of a text with delimiters: comma, semicolon, tab or stroke, whichever makes the header known. */
final class CsvRows implements RowSource {

    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
    private static final int LONGEST_HEADER = 65_536;

    /** Excel's own first line, for example {@code sep=;}. */
    private static final String SEPARATOR_LINE = "sep=";

    private final ExtractText text;
    private final Iterator<CSVRecord> records;
    private final Layout layout;
    private long number;

    private CsvRows(ExtractText text, Iterator<CSVRecord> records, Layout layout) {
        this.text = text;
        this.records = records;
        this.layout = layout;
    }

    static CsvRows open(ExtractText text) {
        BufferedReader reader = new BufferedReader(text);
        try {
            String header = header(reader);
            if (header.startsWith(SEPARATOR_LINE)) {
                reader.readLine();
                header = header(reader);
            }
            char delimiter = delimiter(header);
            CSVParser parser = format(delimiter).parse(reader);
            Iterator<CSVRecord> records = parser.iterator();
            Optional<CSVRecord> headings = next(records, "header");
            Layout layout = Layout.ofHeader(headings.map(CSVRecord::toList).orElse(List.of()));
            return new CsvRows(text, records, layout);
        } catch (IOException cause) {
            throw new Fault(FaultKind.UNREADABLE, "header", "the extract cannot be read", cause);
        }
    }

    /** The first line, quotation marks closed; the reader stands before it still. */
    private static String header(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        StringBuilder header = new StringBuilder();
        boolean quoted = false;
        for (int c = reader.read(); c >= 0 && (quoted || (c != '\n' && c != '\r')); c = reader.read()) {
            quoted = quoted != (c == '"');
            header.append((char) c);
            if (header.length() == LONGEST_HEADER - 1) {
                throw new Fault(FaultKind.TOO_LARGE, "header", "the first line is too long for a header");
            }
        }
        reader.reset();
        return header.toString();
    }

    private static char delimiter(String header) {
        return DELIMITERS.stream()
                .max(Comparator.comparingLong((Character delimiter) -> known(header, delimiter))
                        .thenComparing(delimiter -> -DELIMITERS.indexOf(delimiter)))
                .orElseThrow();
    }

    private static long known(String header, char delimiter) {
        try (CSVParser parser = format(delimiter).parse(new StringReader(header))) {
            return next(parser.iterator(), "header")
                    .map(headings -> Layout.known(headings.toList()))
                    .orElse(0L);
        } catch (IOException | Fault notThis) {
            return 0;
        }
    }

    private static CSVFormat format(char delimiter) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .get();
    }

    @Override
    public Optional<Row> next() {
        while (true) {
            text.beginRow();
            Optional<CSVRecord> row = next(records, "row " + (number + 1));
            if (row.isEmpty()) {
                return Optional.empty();
            }
            number++;
            Row next = new Row(number, layout, row.get().values());
            if (!next.isBlank()) {
                return Optional.of(next);
            }
        }
    }

    /** A reason never carries the parser's message, which quotes the cell. */
    private static Optional<CSVRecord> next(Iterator<CSVRecord> records, String place) {
        try {
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (UncheckedIOException | IllegalStateException cause) {
            throw new Fault(
                    FaultKind.UNREADABLE,
                    place,
                    "a quotation mark stands where none can be, or is not closed: nothing after this is read",
                    cause);
        } catch (Fault tooLarge) {
            throw new Fault(tooLarge.kind(), place, tooLarge.reason(), tooLarge);
        }
    }
}
