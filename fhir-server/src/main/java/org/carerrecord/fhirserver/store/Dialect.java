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

    /** Whether several statements, and the rows of several tables, go in one round trip. */
    boolean joinsStatements() {
        return this == POSTGRESQL;
    }
}
