package org.carerrecord.fhirserver.store;

import java.util.List;

/**
 * Has PostgreSQL count tables that have grown to a multiple of what it last counted. It does so itself, but looks once a
 * minute only (autovacuum_naptime): until then a record that is loaded for the first time is read by plans for an empty
 * one, which it keeps, and each write reads all that was loaded before it.
 */
public final class Growth {

    private static final String GROWN =
            """
            select cast(s.relid as regclass) from pg_stat_user_tables s join pg_class c on c.oid = s.relid
            where s.n_mod_since_analyze > 500 and s.n_mod_since_analyze > 3 * c.reltuples order by s.relname
            """;

    private final Transactions transactions;

    public Growth(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Counts what has grown; H2 counts for itself. */
    public List<String> look() {
        return transactions.run(transaction -> {
            if (!transaction.countsOnDemand()) {
                return List.of();
            }
            List<String> grown = transaction.query(Sql.of(GROWN), (row, number) -> row.getString(1));
            if (!grown.isEmpty()) {
                transaction.update("analyze " + String.join(", ", grown));
            }
            return grown;
        });
    }
}
