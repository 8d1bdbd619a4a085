package org.carerrecord.gateway.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.carerrecord.gateway.packaged.PackagedGateway.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar seals, goes on with its chain after a kill, and proves it; what is tampered with is named. */
class AuditProofIT {

    @Test
    void onAnH2FileTheChainGoesOnAfterAKill(@TempDir Path folder) throws SQLException {
        String[] settings = Databases.h2File(folder);
        String url = settings[0].replaceFirst(".*?=", "");
        search(settings, false);
        search(settings, true);
        search(settings, false);

        Ended whole = verify(settings);
        assertThat(whole.status()).as(whole.log()).isZero();
        assertThat(whole.log())
                .contains("the audit is whole", "; 0 rows behind it are not sealed yet")
                .containsPattern("the last seal is [2-9]\\d*:[0-9a-f]{64}");

        change(url, "", "", "update audit set outcome = 404 where interaction = 'search-type'");
        Ended broken = verify(settings);
        assertThat(broken.status()).as(broken.log()).isEqualTo(1);
        assertThat(broken.log()).contains(": it was changed", "the audit is not whole: 3 faults");
    }

    @Test
    void onPostgresqlToo() throws IOException, SQLException {
        try (EmbeddedPostgres postgresql = EmbeddedPostgres.start()) {
            String[] settings = Databases.settings(postgresql);
            search(settings, false);
            assertThat(verify(settings).log()).contains("the audit is whole");

            change(
                    postgresql.getJdbcUrl("postgres", "postgres"),
                    "postgres",
                    "postgres",
                    "set session_replication_role = replica; delete from audit where interaction = 'search-type'");
            Ended broken = verify(settings);
            assertThat(broken.status()).as(broken.log()).isEqualTo(1);
            assertThat(broken.log()).contains(": it was taken away", "the audit is not whole: 1 faults");
        }
    }

    @Test
    void whatIsNotUnderstoodIsToldSo() {
        Ended ended = PackagedGateway.command("audit", "prove");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.log()).contains("ask: audit verify");
    }

    private static void change(String url, String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One search by a gateway that is killed, or stops; what a kill left unsealed the next one seals. */
    private static void search(String[] settings, boolean killed) {
        try (PackagedGateway gateway = PackagedGateway.sandbox(settings)) {
            assertThat(gateway.get("sandbox-tester", "/fhir/Patient").status()).isEqualTo(200);
            if (killed) {
                gateway.kill();
            } else {
                assertThat(gateway.stop()).isZero();
            }
        }
    }

    private static Ended verify(String... settings) {
        return PackagedGateway.command(
                Stream.concat(Stream.of("audit", "verify"), Stream.of(settings)).toArray(String[]::new));
    }
}
