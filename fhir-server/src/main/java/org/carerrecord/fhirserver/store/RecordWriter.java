package org.carerrecord.fhirserver.store;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            insert into version (resource, version, updated, method, content, partner, request, message, control_id, shared)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String INSERT_RELATIONSHIP =
            "insert into relationship (partner, patient, kind, until) values (?, ?, ?, ?)";

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
                    said.controlId(),
                    one.shared()));
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
            transaction.update(
                    "update version set shared = ? where resource = ? and version = ?",
                    shared,
                    held.pk(),
                    held.version());
        }
    }

    /**
     * Adds identity keys that their resources do not have yet, and takes away those that do not identify patients any more;
     * a key that belongs to another resource is a unique violation.
     *
     * @param held resources that were there before
     * @param patients those of them whose keys are all told
     */
    public static void keys(Transaction transaction, Map<UUID, Long> keys, Set<Long> held, Set<Long> patients) {
        Map<UUID, Long> there = new HashMap<>();
        if (!held.isEmpty()) {
            transaction.query(
                    Sql.of("select digest, resource from identity_key where ").then(Sql.in("resource", held)),
                    (row, number) -> there.put(row.getObject(1, UUID.class), row.getLong(2)));
        }
        transaction.batch(
                "delete from identity_key where digest = ?",
                there.entrySet().stream()
                        .filter(key -> patients.contains(key.getValue()) && !keys.containsKey(key.getKey()))
                        .map(key -> row(key.getKey()))
                        .toList());
        transaction.batch(
                "insert into identity_key (digest, resource) values (?, ?)",
                keys.entrySet().stream()
                        .filter(key -> !there.containsKey(key.getKey()))
                        .map(key -> row(key.getKey(), key.getValue()))
                        .toList());
    }

    /** A partner who says a resource. */
    public record Source(long resource, String partner) {}

    /**
     * The partners who say resources now, in place of those who did.
     *
     * @param held resources that were there before
     */
    public static void sources(Transaction transaction, Set<Source> sources, Set<Long> held) {
        List<Source> there = held.isEmpty()
                ? List.of()
                : transaction.query(
                        Sql.of("select resource, partner from source where ").then(Sql.in("resource", held)),
                        (row, number) -> new Source(row.getLong(1), row.getString(2)));
        transaction.batch(
                "delete from source where resource = ? and partner = ?",
                there.stream()
                        .filter(one -> !sources.contains(one))
                        .map(one -> row(one.resource(), one.partner()))
                        .toList());
        transaction.batch(
                "insert into source (resource, partner) values (?, ?)",
                sources.stream()
                        .filter(one -> !there.contains(one))
                        .map(one -> row(one.resource(), one.partner()))
                        .toList());
    }

    /** Why a partner may see a person; without an end. */
    public record Relationship(String partner, long patient, String kind) {}

    /**
     * Adds the relationships that are not there yet, and takes away practices where patients are registered no more.
     *
     * @param made patients that were not there before
     * @param told patients whose registrations are all told
     */
    public static void relationships(
            Transaction transaction, Set<Relationship> relationships, Set<Long> made, Set<Long> told) {
        Set<Long> patients = Stream.concat(told.stream(), relationships.stream().map(Relationship::patient))
                .filter(patient -> !made.contains(patient))
                .collect(Collectors.toSet());
        List<Relationship> there = patients.isEmpty()
                ? List.of()
                : transaction.query(
                        Sql.of("select partner, patient, kind from relationship where ")
                                .then(Sql.in("patient", patients)),
                        (row, number) -> new Relationship(row.getString(1), row.getLong(2), row.getString(3)));
        transaction.batch(
                "delete from relationship where partner = ? and patient = ? and kind = ?",
                there.stream()
                        .filter(one -> one.kind().equals("registered")
                                && told.contains(one.patient())
                                && !relationships.contains(one))
                        .map(one -> row(one.partner(), one.patient(), one.kind()))
                        .toList());
        transaction.batch(
                INSERT_RELATIONSHIP,
                relationships.stream()
                        .filter(one -> !there.contains(one))
                        .map(one -> row(one.partner(), one.patient(), one.kind(), null))
                        .toList());
    }

    /** Adds a relationship that ends, or moves its end. */
    public static void relationship(Transaction transaction, Relationship one, OffsetDateTime until) {
        int moved = transaction.update(
                "update relationship set until = ? where partner = ? and patient = ? and kind = ?",
                until,
                one.partner(),
                one.patient(),
                one.kind());
        if (moved == 0) {
            transaction.update(INSERT_RELATIONSHIP, one.partner(), one.patient(), one.kind(), until);
        }
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
    }
}
