package org.carerrecord.gateway.packaged;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;

/** The same on PostgreSQL, by Spring's datasource settings alone. */
class MainJobOnPostgresqlIT extends MainJob {

    private final EmbeddedPostgres postgresql;

    MainJobOnPostgresqlIT() throws IOException {
        postgresql = EmbeddedPostgres.start();
    }

    @Override
    PackagedGateway start() {
        return PackagedGateway.sandbox(Databases.settings(postgresql));
    }

    @AfterAll
    void stopTheDatabase() throws IOException {
        postgresql.close();
    }
}
