package org.carerrecord.gateway.packaged;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;

/** Settings of Spring's that name a database. */
final class Databases {

    private Databases() {}

    static String[] settings(EmbeddedPostgres postgresql) {
        return new String[] {
            "--spring.datasource.url=jdbc:postgresql://localhost:" + postgresql.getPort() + "/postgres",
            "--spring.datasource.username=postgres",
            "--spring.datasource.password=postgres"
        };
    }

    static String[] h2File(Path folder) {
        return new String[] {"--spring.datasource.url=jdbc:h2:file:" + folder.resolve("carer-record")};
    }
}
