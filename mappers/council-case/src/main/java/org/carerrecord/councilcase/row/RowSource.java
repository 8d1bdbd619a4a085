package org.carerrecord.councilcase.row;

import java.io.InputStream;
import java.util.Optional;
import org.carerrecord.profiles.Fault;

/** The rows of one extract, one after the other, in constant memory. */
public interface RowSource {

    /** More than the longest row that any case system is known to write; a row beyond it is an open quotation mark. */
    int MOST_CHARACTERS = 1_000_000;

    /** What stands in the cell of a JSON member that is an object or a list. */
    String UNREAD = "\u0000unread";

    /**
     * The next row that is not blank; empty at the end.
     *
     * @throws Fault UNREADABLE or TOO_LARGE at the row where reading must stop
     */
    Optional<Row> next();

    /**
     * The rows of a text with delimiters, its header first.
     *
     * @throws Fault at the header
     */
    static RowSource csv(InputStream in) {
        return CsvRows.open(ExtractText.open(in));
    }

    /**
     * The rows of JSON: a list of rows, lists of rows by kind, or one person's object after the other.
     *
     * @throws Fault UNREADABLE when there is nothing of this shape
     */
    static RowSource json(InputStream in) {
        return JsonRows.open(ExtractText.open(in));
    }
}
