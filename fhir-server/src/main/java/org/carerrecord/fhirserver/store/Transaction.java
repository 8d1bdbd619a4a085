package org.carerrecord.fhirserver.store;

import java.sql.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One open transaction of the record; handed from step to step as an argument. */
public final class Transaction {

    private final Dialect dialect;
    private final JdbcTemplate jdbc;
    private final Instant now;
    private final Inserts inserts = new Inserts();

    Transaction(Dialect dialect, Connection connection, Instant now) {
        this.dialect = dialect;
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
        flush();
        return jdbc.query(sql.text(), row, sql.argumentArray());
    }

    public int update(Sql sql) {
        flush();
        return jdbc.update(sql.text(), sql.argumentArray());
    }

    public int update(String sql, @Nullable Object... arguments) {
        flush();
        return jdbc.update(sql, arguments);
    }

    /**
     * The statement once for each row of arguments; nothing for no rows.
     *
     * @return how many rows of the table it changed in all
     */
    public int batch(String sql, List<Object[]> rows) {
        if (rows.size() == 1) {
            return update(sql, rows.getFirst());
        }
        if (rows.isEmpty()) {
            return 0;
        }
        flush();
        return Arrays.stream(jdbc.batchUpdate(sql, rows)).sum();
    }

    /** Adds rows, at the latest before the next statement or the commit; so that what is added in a row goes together. */
    public void insert(Table table, List<Object[]> rows) {
        inserts.add(table, rows);
    }

    public void insert(Table table, @Nullable Object... row) {
        insert(table, List.<Object[]>of(row));
    }

    void flush() {
        inserts.flush(dialect, jdbc);
    }
}
