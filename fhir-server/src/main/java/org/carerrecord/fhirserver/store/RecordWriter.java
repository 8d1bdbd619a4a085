package org.carerrecord.fhirserver.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the rows of the record; everything of an exchange, table by table. */
public final class RecordWriter {

    private static final String INSERT_RESOURCE =
            """
            insert into resource (pk, type, id, version, deleted, updated, digest, patient, shared)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE_RESOURCE =
            """
            update resource set version = ?, deleted = ?, updated = ?, digest = ?, patient = ?, shared = ?
            where pk = ? and version = ?
            """;
    private static final String INSERT_VERSION =
            """
            insert into version (resource, version, updated, method, content, partner, request, message, control_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private RecordWriter() {}

    /**
     * Writes the versions and makes them current.
     *
     * @throws Transactions.Overtaken when a resource is no longer at the version that was read
     */
    public static void versions(Transaction transaction, List<Written> written, Version.SaidBy said) {
        List<Object[]> inserts = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Written one :
                written.stream().sorted(Comparator.comparingLong(Written::pk)).toList()) {
            boolean deleted = one.content() == null;
            if (one.held().isEmpty()) {
                inserts.add(row(
                        one.pk(),
                        one.type(),
                        one.id(),
                        one.version(),
                        deleted,
                        transaction.timestamp(),
                        one.digest(),
                        one.patient(),
                        one.shared()));
            } else if (transaction.update(
                            UPDATE_RESOURCE,
                            one.version(),
                            deleted,
                            transaction.timestamp(),
                            one.digest(),
                            one.patient(),
                            one.shared(),
                            one.pk(),
                            one.version() - 1)
                    != 1) {
                throw new Transactions.Overtaken();
            }
            versions.add(row(
                    one.pk(),
                    one.version(),
                    transaction.timestamp(),
                    one.method(),
                    one.content(),
                    said.partner(),
                    said.request(),
                    said.message(),
                    said.controlId()));
        }
        transaction.batch(INSERT_RESOURCE, inserts);
        transaction.batch(INSERT_VERSION, versions);
    }

    /** A row for a resource that is referred to and was never there. */
    public static void placeholder(Transaction transaction, long pk, String type, String id) {
        transaction.update(INSERT_RESOURCE, pk, type, id, 0, false, transaction.timestamp(), null, null, false);
    }

    /** Changes who may see a resource whose content stays. */
    public static void share(Transaction transaction, Held held, @Nullable Long patient, boolean shared) {
        if (held.shared() != shared || !Objects.equals(held.patient(), patient)) {
            transaction.update("update resource set patient = ?, shared = ? where pk = ?", patient, shared, held.pk());
        }
    }

    public static void keys(Transaction transaction, Map<UUID, Long> keys) {
        transaction.batch(
                """
                insert into identity_key (key, resource) select cast(? as uuid), cast(? as bigint)
                where not exists (select 1 from identity_key k where k.key = ? and k.resource = ?)
                """,
                keys.entrySet().stream()
                        .map(key -> row(key.getKey(), key.getValue(), key.getKey(), key.getValue()))
                        .toList());
    }

    /** The partners who say a resource now, in place of those who did. */
    public static void sources(Transaction transaction, long pk, Set<String> partners) {
        Sql gone = Sql.of("delete from source where resource = ?", pk);
        transaction.update(partners.isEmpty() ? gone : gone.then(" and not ").then(Sql.in("partner", partners)));
        transaction.batch(
                """
                insert into source (resource, partner) select cast(? as bigint), cast(? as varchar)
                where not exists (select 1 from source s where s.resource = ? and s.partner = ?)
                """,
                partners.stream().map(partner -> row(pk, partner, pk, partner)).toList());
    }

    /** Adds a relationship, or moves its end. */
    public static void relationship(
            Transaction transaction, String partner, long patient, String kind, @Nullable Object until) {
        int moved = transaction.update(
                "update relationship set until = ? where partner = ? and patient = ? and kind = ?"
                        + " and until is distinct from ?",
                until,
                partner,
                patient,
                kind,
                until);
        if (moved == 0) {
            transaction.update(
                    """
                    insert into relationship (partner, patient, kind, until)
                    select cast(? as varchar), cast(? as bigint), cast(? as varchar), cast(? as timestamp with time zone)
                    where not exists (select 1 from relationship w where w.partner = ? and w.patient = ? and w.kind = ?)
                    """,
                    partner,
                    patient,
                    kind,
                    until,
                    partner,
                    patient,
                    kind);
        }
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
    }
}
