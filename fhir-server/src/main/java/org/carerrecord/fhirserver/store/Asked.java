package org.carerrecord.fhirserver.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;

/** Rows that a transaction asked for, and that may not have come yet ({@link Transaction#ask}). */
public final class Asked<T> {

    private final Runnable send;
    private final RowMapperResultSetExtractor<T> extractor;
    private @Nullable List<T> rows;

    Asked(Runnable send, RowMapper<T> row) {
        this.send = send;
        this.extractor = new RowMapperResultSetExtractor<>(row);
    }

    void read(PreparedStatement statement) throws SQLException {
        rows = extractor.extractData(statement.getResultSet());
    }

    /** The rows; they are sent for where they have not come. */
    public List<T> rows() {
        if (rows == null) {
            send.run();
        }
        return Objects.requireNonNull(rows);
    }
}
