package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nothing that a request asks of the database keeps a connection for ever; a migration may take its time. */
@OnEachStore
class DatabaseLimitsTest {

    private final Store store;
    private final Sandbox gateway;

    DatabaseLimitsTest(Store store) {
        this.store = store;
        gateway = Sandbox.on(store);
    }

    private String longestStatement(DataSource connections) {
        return JdbcClient.create(connections)
                .sql(
                        store == Store.H2
                                ? "select setting_value from information_schema.settings where setting_name ="
                                        + " 'QUERY_TIMEOUT'"
                                : "show statement_timeout")
                .query(String.class)
                .single();
    }

    @Test
    void noStatementKeepsAConnectionForLong() {
        assertThat(longestStatement(gateway.part(DataSource.class))).isEqualTo(store == Store.H2 ? "30000" : "30s");
    }

    @Test
    void aMigrationMayTakeLonger() {
        assertThat(longestStatement(
                        gateway.part(Flyway.class).getConfiguration().getDataSource()))
                .isEqualTo("0");
    }

    @Test
    void aDatabaseThatIsSilentlyGoneIsNotWaitedForForEver() throws SQLException {
        try (Connection connection = gateway.part(DataSource.class).getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(store == Store.H2 ? 0 : 60_000);
        }
    }
}
