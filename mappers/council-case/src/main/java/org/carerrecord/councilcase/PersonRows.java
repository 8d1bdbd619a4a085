package org.carerrecord.councilcase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.carerrecord.councilcase.resource.PersonMapper;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.councilcase.row.RowSource;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;

/** The rows of one person that stood together: one message. */
public final class PersonRows {

    private static final JsonFactory JSON = new JsonFactory();

    private final List<Row> rows;
    private final Sender council;

    PersonRows(List<Row> rows, Sender council) {
        this.rows = List.copyOf(rows);
        this.council = council;
    }

    /** The number of the first row, from 1; in CSV the header is none. */
    public long first() {
        return rows.getFirst().number();
    }

    /** The number of the last row. */
    public long last() {
        return rows.getLast().number();
    }

    /** The number of each row: blank rows between them have numbers too. */
    public List<Long> numbers() {
        return rows.stream().map(Row::number).toList();
    }

    /** What the rows are about: their kind and the council's number of the person; the number is empty where they have none. */
    public String subject() {
        Row row = rows.getFirst();
        return row.kind() + " " + row.text(Field.LA_PERSON_UNIQUE_IDENTIFIER).orElse("");
    }

    /**
     * What the rows say of the person, of whom they care for, and of their dealings with the council.
     *
     * @throws Fault MISSING or INVALID at the row and column where nothing identifies the person, or two NHS numbers do;
     *     INVALID at a row that is not of the header's shape
     */
    public Mapped<Understood> understand() {
        return PersonMapper.map(rows, council);
    }

    /** Whether each row tells who cares: a mark that cannot be read leaves open whether somebody still does. */
    public boolean tellWhoCares() {
        return rows.stream().allMatch(PersonMapper::tellsWhoCares);
    }

    /**
     * The rows as they were sent, an object for each with the headings as its members, in UTF-8: a JSON extract that says
     * the same, and the same bytes whenever the same rows are sent.
     */
    public byte[] raw() {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(raw)) {
            json.setRootValueSeparator(null);
            for (Row row : rows) {
                json.writeStartObject();
                for (Row.Cell cell : row.cells()) {
                    if (cell.text().equals(RowSource.UNREAD)) {
                        json.writeArrayFieldStart(cell.heading());
                        json.writeEndArray();
                    } else {
                        json.writeStringField(cell.heading(), cell.text());
                    }
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return raw.toByteArray();
    }
}
