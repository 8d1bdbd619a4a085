package org.carerrecord.fhirserver.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One open transaction of the record; handed from step to step as an argument.
 *
 * <p>What is asked for no answer, or for one that is not needed yet, waits for the next statement whose answer is, or for the
 * commit, and goes to the database with it: in one round trip where the database takes several statements at once. They run in
 * their order, each on what is committed when it begins.
 */
public final class Transaction {

    /** Of more rows for one statement the driver makes a batch. */
    private static final int MOST_AS_ONE = 3;

    private final Dialect dialect;
    private final Connection connection;
    private final JdbcTemplate jdbc;
    private final Instant now;
    private final boolean reading;
    private final Waiting waiting = new Waiting();
    private final Inserts inserts = new Inserts();
    private final Set<Long> concerned = new HashSet<>();
    private boolean begun;
    private int standings;
    private @Nullable DataAccessException failure;

    /** @param reading whether it only reads, so that nothing is committed */
    Transaction(Dialect dialect, Connection connection, Instant now, boolean reading) {
        this.reading = reading;
        this.dialect = dialect;
        this.connection = connection;
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
        return ask(sql, row).rows();
    }

    /** Rows that are wanted later: they come at the latest with those of the next statement that is answered. */
    public <T> Asked<T> ask(Sql sql, RowMapper<T> row) {
        rowsFirst();
        Asked<T> asked = new Asked<>(this::send, row);
        String text = sql.text();
        Object[] arguments = sql.argumentArray();
        if (!waiting.mayBeFollowedBy(text, arguments)) {
            send();
        }
        waiting.ask(text, arguments, asked::read);
        sendWhatMayNotWait();
        return asked;
    }

    /** How many rows a statement changed. */
    public int changed(String sql, @Nullable Object... arguments) {
        requireCommit();
        rowsFirst();
        answersFirst();
        AtomicInteger changed = new AtomicInteger();
        waiting.ask(sql, arguments, statement -> changed.set(statement.getUpdateCount()));
        send();
        return changed.get();
    }

    /** The same of a statement once for each row of arguments; no rows change nothing. */
    public int changed(String sql, List<Object[]> rows) {
        if (rows.size() < 2) {
            return rows.isEmpty() ? 0 : changed(sql, rows.getFirst());
        }
        requireCommit();
        rowsFirst();
        send();
        begun = true;
        return kept(() -> Arrays.stream(jdbc.batchUpdate(sql, rows)).sum());
    }

    /** Locks slots, in ascending order, until it ends: at the latest before the next statement that is answered. */
    void lock(SortedSet<Integer> slots) {
        if (!slots.isEmpty()) {
            update(dialect.lock(), (Object) slots.toArray(Integer[]::new));
        }
    }

    public void update(Sql sql) {
        update(sql.text(), sql.argumentArray());
    }

    /** Runs a statement, at the latest before the next that is answered, or the commit. */
    public void update(String sql, @Nullable Object... arguments) {
        requireCommit();
        rowsFirst();
        answersFirst();
        waiting.add(sql, arguments);
        sendWhatMayNotWait();
    }

    /** The statement once for each row of arguments. */
    public void batch(String sql, List<Object[]> rows) {
        if (dialect.joinsStatements() && rows.size() <= MOST_AS_ONE) {
            rows.forEach(row -> update(sql, row));
        } else {
            changed(sql, rows);
        }
    }

    /** Adds rows, at the latest before the next statement or the commit; so that what is added in a row goes together. */
    public void insert(Table table, List<Object[]> rows) {
        requireCommit();
        inserts.add(table, rows);
    }

    public void insert(Table table, @Nullable Object... row) {
        insert(table, List.<Object[]>of(row));
    }

    /** That what stands beside resources that are held was changed, or may have been. */
    void standsOtherwise() {
        standings++;
    }

    /** How often that was. */
    int standings() {
        return standings;
    }

    boolean isAnalyzed() {
        return dialect.isAnalyzed();
    }

    /** A person whom it concerns beside those of whom its answer speaks. */
    public void concerns(long person) {
        concerned.add(person);
    }

    /** Those persons, for the audit. */
    public Set<Long> concerned() {
        return Set.copyOf(concerned);
    }

    /**
     * What waits is sent with the commit.
     *
     * @throws DataAccessException a failure, though it was caught: PostgreSQL undid all, H2 only that statement
     */
    void commit() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        rowsFirst();
        if (waiting.isEmpty()) {
            connection.commit();
        } else if (!begun && waiting.size() == 1) {
            // A statement by itself is a transaction. Of several the driver may ask in parts.
            connection.setAutoCommit(true);
            send();
        } else {
            waiting.add("commit");
            send();
            // The driver has nothing left to do.
            connection.commit();
        }
    }

    private void requireCommit() {
        if (reading) {
            throw new IllegalStateException("work that only reads changes nothing");
        }
    }

    private void sendWhatMayNotWait() {
        if (!dialect.joinsStatements() || waiting.areMany()) {
            send();
        }
    }

    private void send() {
        if (failure != null) {
            throw failure;
        }
        if (!waiting.isEmpty()) {
            begun = true;
            kept(() -> {
                waiting.send(jdbc);
                return true;
            });
        }
    }

    /** What fails is kept, so that nothing is committed. */
    private <T> T kept(Supplier<T> step) {
        try {
            return step.get();
        } catch (DataAccessException stop) {
            failure = stop;
            throw stop;
        }
    }

    /** What changes something waits behind no answer: it may be larger than what the database takes meanwhile. */
    private void answersFirst() {
        if (waiting.areAsked()) {
            send();
        }
    }

    private void rowsFirst() {
        if (!inserts.isEmpty()) {
            answersFirst();
        }
        kept(() -> {
            if (dialect.joinsStatements()) {
                inserts.flush(connection, waiting);
            } else {
                inserts.flush(jdbc);
            }
            return true;
        });
    }
}
