package org.carerrecord.councilcase.clientlevel;

import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/** Writes rows of Client Level Data as CSV (RFC 4180): the header of release 2, then a line for each row. */
public final class ClientLevelWriter {

    private final Appendable to;

    /** Writes the header. */
    public ClientLevelWriter(Appendable to) throws IOException {
        this.to = to;
        print(ClientLevelRow.header());
    }

    public void write(ClientLevelRow row) throws IOException {
        print(row.inOrder());
    }

    private void print(List<String> cells) throws IOException {
        CSVFormat.RFC4180.printRecord(to, cells.toArray());
    }
}
