package org.carerrecord.fhirserver.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What the two databases do differently, beside their migrations. */
enum Dialect {
    H2,
    POSTGRESQL;

    static Dialect of(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? POSTGRESQL : H2;
    }

    /** Whether one statement adds rows to several tables (PostgreSQL 17, 7.8.4, data-modifying WITH). */
    boolean joinsInserts() {
        return this == POSTGRESQL;
    }
}
