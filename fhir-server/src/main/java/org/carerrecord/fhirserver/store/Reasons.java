package org.carerrecord.fhirserver.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of table {@code reason}: why resources came to be joined, beside the versions that were current then. */
public final class Reasons {

    private static final Table REASON = Table.of("reason", "resource int8, at timestamptz, said bytea");

    private Reasons() {}

    /** @param said a Provenance with nothing but extensions, as FHIR JSON in UTF-8 */
    public static void keep(Transaction transaction, long resource, byte[] said) {
        transaction.insert(REASON, resource, transaction.timestamp(), said);
    }

    /** A version of a resource. */
    public record Of(long resource, int version) {

        public static Of version(Version version) {
            return new Of(version.pk(), version.version());
        }
    }

    private record Row(Of of, byte[] said) {}

    /** The reasons that belong to versions, in the order in which they were kept. */
    public static Map<Of, List<byte[]>> of(Transaction transaction, Collection<Version> versions) {
        List<Row> rows = transaction.query(
                Sql.of("select n.resource, (select max(v.version) from version v where v.resource = n.resource and"
                                + " v.updated <= n.at), n.said from reason n where ")
                        .then(Sql.in(
                                "n.resource",
                                versions.stream().map(Version::pk).distinct().toList()))
                        .then(" order by n.at"),
                (row, number) -> new Row(new Of(row.getLong(1), row.getInt(2)), row.getBytes(3)));
        Map<Of, List<byte[]>> reasons = new HashMap<>(rows.stream()
                .collect(Collectors.groupingBy(Row::of, Collectors.mapping(Row::said, Collectors.toList()))));
        reasons.keySet().retainAll(versions.stream().map(Of::version).collect(Collectors.toUnmodifiableSet()));
        return reasons;
    }
}
