package org.carerrecord.fhirserver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Random;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A statement that takes longer than the connection lets it ends. */
class StatementTimeTest {

    /** With connections of its own: the pool's belong to other tests too. */
    private static Transactions impatient(Database database, String limit) throws SQLException {
        try (Connection pooled = database.fresh().getConnection()) {
            String user = pooled.getMetaData().getUserName();
            return new Transactions(
                    new DriverManagerDataSource(pooled.getMetaData().getURL(), user, "") {
                        @Override
                        public Connection getConnection() throws SQLException {
                            Connection connection = super.getConnection();
                            try (Statement statement = connection.createStatement()) {
                                statement.execute(limit);
                            }
                            return connection;
                        }
                    },
                    Clock.systemUTC(),
                    new Random(7));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "H2, set query_timeout 100, 'select sum(x) from system_range(1, 100000000000)'",
        "POSTGRESQL, set statement_timeout = 100, select pg_sleep(60)"
    })
    void aReadThatTakesTooLongIsTooCostlyAndAWriteMayComeAgain(Database database, String limit, String endless)
            throws SQLException {
        Transactions transactions = impatient(database, limit);

        assertThat(TheRecord.stop(() -> transactions.read(open -> open.query(Sql.of(endless), (row, n) -> n))))
                .isEqualTo(FaultKind.TOO_COSTLY);
        assertThat(TheRecord.stop(() -> transactions.run(open -> open.query(Sql.of(endless), (row, n) -> n))))
                .isEqualTo(FaultKind.UNAVAILABLE);
    }
}
