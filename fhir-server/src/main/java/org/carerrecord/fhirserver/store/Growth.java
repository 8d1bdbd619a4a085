package org.carerrecord.fhirserver.store;

import java.util.List;

/**
 * Has PostgreSQL analyse tables that have grown to a multiple of what its planner knows of. It does so itself, but looks
 * once a minute only (autovacuum_naptime): until then a record that is loaded for the first time is read by plans for an
 * empty one, which are kept, and each write reads all that was loaded before it.
 */
public final class Growth {

    /** Those that the gateway may analyse: where others own the tables, PostgreSQL's own look has to do. */
    private static final String GROWN =
            """
            select cast(s.relid as regclass) from pg_stat_user_tables s join pg_class c on c.oid = s.relid
            where s.schemaname = current_schema() and pg_has_role(c.relowner, 'USAGE')
            and s.n_mod_since_analyze > 500 and s.n_mod_since_analyze > 3 * c.reltuples order by s.relname
            """;

    private final Transactions transactions;

    public Growth(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The tables that had grown and were analysed, or are by somebody else just now; H2 needs nobody for it. */
    public List<String> look() {
        List<String> grown = transactions.read(transaction -> transaction.isAnalyzed()
                ? transaction.query(Sql.of(GROWN), (row, number) -> row.getString(1))
                : List.of());
        // Each in a transaction of its own: one that fails takes none of the others with it.
        grown.forEach(table -> transactions.run(transaction -> {
            transaction.update("analyze (skip_locked) " + table);
            return table;
        }));
        return grown;
    }
}
