package org.carerrecord.fhirserver.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/**
 * A link of the chain that proves the audit.
 *
 * @param number 1, 2, 3 ...
 * @param proven the rows, as {@link ProvenRows#bytes} writes them
 * @param digest SHA-256 of the digest before and all the other values
 */
record Seal(long number, Instant at, byte[] proven, String digest) {

    /** Before the first. */
    static final Seal NONE = new Seal(0, Instant.EPOCH, new byte[0], "");

    Seal next(Instant now, byte[] rows) {
        return new Seal(number + 1, now, rows, digest(digest, number + 1, now, rows));
    }

    /** Whether it follows on another, and says what it said when it was made. */
    boolean follows(Seal before) {
        return number == before.number + 1 && digest.equals(digest(before.digest, number, at, proven));
    }

    private static String digest(String before, long number, Instant at, byte[] proven) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(before.getBytes(StandardCharsets.US_ASCII));
            sha256.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(number)
                    .putLong(at.toEpochMilli())
                    .array());
            return HexFormat.of().formatHex(sha256.digest(proven));
        } catch (NoSuchAlgorithmException cause) {
            throw new IllegalStateException("every Java platform has SHA-256", cause);
        }
    }

    /** Those of the table under a condition. */
    static List<Seal> read(Transaction transaction, Sql condition) {
        return transaction.query(
                Sql.of("select number, sealed, proven, digest from audit_seal ").then(condition),
                (row, n) -> new Seal(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getBytes(3),
                        row.getString(4)));
    }

    void write(Transaction transaction) {
        transaction.update(
                "insert into audit_seal (number, sealed, proven, digest) values (?, ?, ?, ?)",
                number,
                Transaction.at(at),
                proven,
                digest);
    }
}
