package org.carerrecord.fhirserver.store;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets of the gateway in table {@code server_key}, the same for every node. */
public final class ServerKey {

    private static final int BYTES = 32;

    private ServerKey() {}

    /** The secret of that name; made when there is none yet. */
    public static byte[] of(Transactions transactions, String name) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        String made = HexFormat.of().formatHex(fresh);
        return HexFormat.of().parseHex(transactions.run(transaction -> held(transaction, name, made)));
    }

    private static String held(Transaction transaction, String name, String fresh) {
        return transaction
                .query(Sql.of("select secret from server_key where name = ?", name), (row, number) -> row.getString(1))
                .stream()
                .findFirst()
                .orElseGet(() -> {
                    transaction.update("insert into server_key (name, secret) values (?, ?)", name, fresh);
                    return fresh;
                });
    }
}
