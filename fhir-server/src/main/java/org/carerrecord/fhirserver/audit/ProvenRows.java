package org.carerrecord.fhirserver.audit;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the audit, each with a digest of all that it says.
 *
 * @param digests by the row's id
 */
record ProvenRows(SortedMap<Long, UUID> digests) {

    private static final int BYTES_OF_A_ROW = 3 * Long.BYTES;

    /** As many as one statement takes arguments. */
    private static final int PORTION = 1_000;

    private static final List<String> TEXTS = List.of(
            "partner",
            "client",
            "request",
            "interaction",
            "type",
            "resource",
            "purpose",
            "ground",
            "agreement",
            "outcome");

    /** What the rows with these ids say now; a row that is not there is not in it. */
    static ProvenRows of(Transaction transaction, List<Long> ids) {
        SortedMap<Long, UUID> digests = new TreeMap<>();
        for (int from = 0; from < ids.size(); from += PORTION) {
            add(transaction, ids.subList(from, Math.min(ids.size(), from + PORTION)), digests);
        }
        return new ProvenRows(digests);
    }

    private static void add(Transaction transaction, List<Long> ids, Map<Long, UUID> digests) {
        Map<Long, String> patients = transaction
                .query(
                        Sql.of("select p.audit, p.patient from audit_patient p where ")
                                .then(Sql.in("p.audit", ids))
                                .then(" order by p.audit, p.patient"),
                        (row, number) -> Map.entry(row.getLong(1), row.getString(2)))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.joining(" "))));
        transaction
                .query(
                        Sql.of("select a.* from audit a where ").then(Sql.in("a.id", ids)),
                        (row, number) -> Map.entry(
                                row.getLong("id"), Hash.key(said(row, patients.getOrDefault(row.getLong("id"), "")))))
                .forEach(row -> digests.put(row.getKey(), row.getValue()));
    }

    /** Each value with its length before it, so that no two rows have the same text. */
    private static String said(ResultSet row, String patients) throws SQLException {
        StringBuilder said = new StringBuilder();
        append(said, row.getString("id"));
        append(said, row.getObject("at", OffsetDateTime.class).toInstant().toString());
        for (String column : TEXTS) {
            append(said, row.getString(column));
        }
        append(said, patients);
        // Rows of before it was kept have the digest that they had.
        if (row.getString("shown") != null) {
            append(said, row.getString("shown"));
        }
        return said.toString();
    }

    private static void append(StringBuilder said, @Nullable String value) {
        said.append(value == null ? "-" : value.length() + ":" + value);
    }

    /** What a seal holds. */
    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(digests.size() * BYTES_OF_A_ROW);
        digests.forEach((id, digest) ->
                bytes.putLong(id).putLong(digest.getMostSignificantBits()).putLong(digest.getLeastSignificantBits()));
        return bytes.array();
    }

    /** What {@link #bytes} made; a part of a row at the end is passed over. */
    static ProvenRows of(byte[] bytes) {
        SortedMap<Long, UUID> digests = new TreeMap<>();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.remaining() >= BYTES_OF_A_ROW) {
            digests.put(rest.getLong(), new UUID(rest.getLong(), rest.getLong()));
        }
        return new ProvenRows(digests);
    }
}
