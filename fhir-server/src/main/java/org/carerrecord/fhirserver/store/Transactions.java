package org.carerrecord.fhirserver.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Runs a unit of work in one transaction (READ COMMITTED) and again when another transaction was in the way.
 *
 * <p>The unit does nothing outside its transaction, so that running it again does no harm.
 */
public final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private static final int TRIES = 5;
    private static final Duration LONGEST_FIRST_PAUSE = Duration.ofMillis(10);

    /** serialization_failure, deadlock_detected, unique_violation, lock_not_available; H2's lock timeout. */
    private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01", "23505", "55P03", "HYT00");

    /** query_canceled: the statement's time was over; in H2 the same. */
    private static final String CANCELLED = "57014";

    private final DataSource dataSource;
    private final Clock clock;
    private final RandomGenerator random;

    public Transactions(DataSource dataSource, Clock clock, RandomGenerator random) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The result of the work, committed.
     *
     * @throws Fault CONTENDED after five tries, UNAVAILABLE when the database cannot be reached, or the work's own
     */
    public <T> T run(Function<Transaction, T> work) {
        return again(() -> once(work));
    }

    /**
     * The result of work that only reads. Each statement is a transaction of its own, as READ COMMITTED sees each statement
     * as of its own beginning anyway; so there is nothing to commit.
     *
     * @throws Fault CONTENDED, UNAVAILABLE as {@link #run}; TOO_COSTLY when the database took too long for it. A write that
     *     took too long is UNAVAILABLE: others were in its way, and a message must be sent again.
     */
    public <T> T read(Function<Transaction, T> work) {
        return again(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return work.apply(transaction(connection, true));
            } catch (DataAccessException stop) {
                if (sqlState(stop).equals(CANCELLED)) {
                    throw new Fault(FaultKind.TOO_COSTLY, "store", "this takes too long; ask for less", stop);
                }
                throw stop;
            }
        });
    }

    private <T> T again(Unit<T> unit) {
        for (int attempt = 1; ; attempt++) {
            try {
                return unit.run();
            } catch (SQLException | DataAccessException | Overtaken cause) {
                if (!inTheWay(cause)) {
                    throw unavailable(cause);
                }
                if (attempt == TRIES) {
                    // No more of the cause: a unique violation quotes the row.
                    LOG.warn("given up after {} tries: SQL state {}", TRIES, sqlState(cause));
                    throw new Fault(
                            FaultKind.CONTENDED, "transaction", "others change the same record; send it again", cause);
                }
                LockSupport.parkNanos(random.nextLong(LONGEST_FIRST_PAUSE.toNanos() << attempt));
            }
        }
    }

    private <T> T once(Function<Transaction, T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Transaction transaction = transaction(connection, false);
                T result = work.apply(transaction);
                transaction.commit();
                return result;
            } catch (RuntimeException | Error | SQLException stop) {
                rollBack(connection, stop);
                throw stop;
            }
        }
    }

    private Transaction transaction(Connection connection, boolean reading) throws SQLException {
        return new Transaction(
                Dialect.of(connection), connection, clock.instant().truncatedTo(ChronoUnit.MILLIS), reading);
    }

    private interface Unit<T> {
        T run() throws SQLException;
    }

    private static void rollBack(Connection connection, Throwable stop) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException alsoFailed) {
            stop.addSuppressed(alsoFailed);
        }
    }

    private static boolean inTheWay(Throwable thrown) {
        return thrown instanceof Overtaken || IN_THE_WAY.contains(sqlState(thrown));
    }

    private static String sqlState(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** Class 22 and 23 are the statement's fault, so ours; the rest is the database's. */
    private static RuntimeException unavailable(Throwable cause) {
        String state = sqlState(cause);
        FaultKind kind = state.startsWith("22") || state.startsWith("23") || state.startsWith("42")
                ? FaultKind.INTERNAL
                : FaultKind.UNAVAILABLE;
        return new Fault(kind, "store", "the record could not be reached; send it again later", cause);
    }

    /** Another transaction changed what this one had read. */
    public static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
