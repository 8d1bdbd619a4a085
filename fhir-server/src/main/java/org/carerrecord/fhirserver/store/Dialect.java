package org.carerrecord.fhirserver.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What the two databases do differently, beside their migrations. */
enum Dialect {
    H2("select slot from lock_row where slot = any(?) order by slot for update"),
    /** In memory; the first number, "CARE" in ASCII, keeps ours apart from others' locks in the same database. */
    POSTGRESQL("select count(pg_advisory_xact_lock(1128354373, slot)) from unnest(cast(? as int4[])) as slot");

    private final String lock;

    Dialect(String lock) {
        this.lock = lock;
    }

    static Dialect of(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? POSTGRESQL : H2;
    }

    /** Locks the slots of its argument, one after the other, until the transaction ends. */
    String lock() {
        return lock;
    }

    /** Whether ANALYZE tells its planner of a table, and its statistics tell when that is due. */
    boolean isAnalyzed() {
        return this == POSTGRESQL;
    }

    /** Whether several statements, and the rows of several tables, go in one round trip. */
    boolean joinsStatements() {
        return this == POSTGRESQL;
    }
}
