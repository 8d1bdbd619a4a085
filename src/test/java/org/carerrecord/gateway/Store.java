package org.carerrecord.gateway;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The databases on which every promise holds. */
enum Store {
    H2 {
        @Override
        String url() {
            return "jdbc:h2:mem:tests;DB_CLOSE_DELAY=-1";
        }
    },
    POSTGRESQL {
        @Override
        String url() {
            try {
                // Ends with the JVM, by its own shutdown hook.
                return EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres");
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
    };

    /** Where an empty database waits; called once. */
    abstract String url();
}
