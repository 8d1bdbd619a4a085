package org.carerrecord.fhirserver.store;

import java.sql.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One open transaction of the record; handed from step to step as an argument. */
public final class Transaction {

    private final JdbcTemplate jdbc;
    private final Instant now;

    Transaction(Connection connection, Instant now) {
        this.jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true), true);
        this.now = now;
    }

    /** The time of this transaction, to the millisecond: one for all that it writes. */
    public Instant now() {
        return now;
    }

    public OffsetDateTime timestamp() {
        return at(now);
    }

    public static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    public <T> List<T> query(Sql sql, RowMapper<T> row) {
        return jdbc.query(sql.text(), row, sql.argumentArray());
    }

    public int update(Sql sql) {
        return jdbc.update(sql.text(), sql.argumentArray());
    }

    public int update(String sql, @Nullable Object... arguments) {
        return jdbc.update(sql, arguments);
    }

    /** The statement once for each row of arguments; nothing for no rows. */
    public void batch(String sql, List<Object[]> rows) {
        if (rows.size() == 1) {
            jdbc.update(sql, rows.getFirst());
        } else if (!rows.isEmpty()) {
            jdbc.batchUpdate(sql, rows);
        }
    }
}
