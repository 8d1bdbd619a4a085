package org.carerrecord.councilcase;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.councilcase.row.RowSource;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Fault;
import org.jspecify.annotations.Nullable;

/**
 * An extract of a council's case system, or its Client Level Data, one person's rows after the other.
 *
 * <p>Rows that follow each other and have the same person are one message; a person whose rows stand apart makes several,
 * which does no harm since every statement has a key of its own and silence takes nothing back. Memory is constant: a run of
 * more than {@value #MOST_ROWS} rows is cut.
 */
public final class CouncilExtract implements Iterator<PersonRows> {

    /** Rows of one message. */
    static final int MOST_ROWS = 500;

    private static final int PROGRESS_EVERY = 1_000;

    private final RowSource source;
    private final Sender council;
    private final LongConsumer progress;
    private @Nullable Row ahead;
    private @Nullable Fault stop;
    private long read;

    private CouncilExtract(RowSource source, Sender council, LongConsumer progress) {
        this.source = source;
        this.council = council;
        this.progress = progress;
        advance();
    }

    /**
     * An extract with delimiters: comma, semicolon, tab or stroke; UTF-8, UTF-16 or Windows-1252.
     *
     * @param progress is told the number of rows read, every thousand and at the end
     * @throws Fault at the header when it is no extract that is read
     */
    public static CouncilExtract csv(InputStream in, Sender council, LongConsumer progress) {
        return new CouncilExtract(RowSource.csv(in), council, progress);
    }

    /** An extract as JSON: see {@link RowSource#json}. */
    public static CouncilExtract json(InputStream in, Sender council, LongConsumer progress) {
        return new CouncilExtract(RowSource.json(in), council, progress);
    }

    /** Whether there are more rows, or a fault to be met. */
    @Override
    public boolean hasNext() {
        return ahead != null || stop != null;
    }

    /**
     * The next person's rows.
     *
     * @throws Fault UNREADABLE or TOO_LARGE where reading must stop; all that stood before has been handed out
     */
    @Override
    public PersonRows next() {
        if (ahead == null) {
            Fault met = stop;
            stop = null;
            throw met == null ? new NoSuchElementException() : met;
        }
        List<Row> rows = new ArrayList<>();
        Optional<String> person = person(ahead);
        do {
            rows.add(ahead);
            advance();
        } while (ahead != null && rows.size() < MOST_ROWS && person.isPresent() && person.equals(person(ahead)));
        return new PersonRows(rows, council);
    }

    private static Optional<String> person(Row row) {
        return row.text(Field.LA_PERSON_UNIQUE_IDENTIFIER);
    }

    private void advance() {
        try {
            ahead = source.next().orElse(null);
        } catch (Fault fault) {
            ahead = null;
            stop = fault;
        }
        if (ahead == null || ++read % PROGRESS_EVERY == 0) {
            progress.accept(read);
        }
    }
}
