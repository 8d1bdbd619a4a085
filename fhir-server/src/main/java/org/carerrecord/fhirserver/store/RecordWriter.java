package org.carerrecord.fhirserver.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the rows of the record; everything of an exchange, table by table. */
public final class RecordWriter {

    private static final Table RESOURCE = Table.of(
            "resource",
            "pk int8, type varchar, id varchar, version int4, deleted bool, updated timestamptz, digest uuid,"
                    + " patient int8, shared bool, restricted bool, young bool, sole varchar");
    private static final Table VERSION = Table.of(
            "version",
            "resource int8, version int4, updated timestamptz, method varchar, content bytea, partner varchar,"
                    + " request varchar, message varchar, control_id varchar, shared bool");
    private static final Table IDENTITY_KEY = Table.of("identity_key", "digest uuid, resource int8");
    private static final Table SOURCE = Table.of("source", "resource int8, partner varchar, number int8");

    private static final String UPDATE_RESOURCE =
            """
            update resource set version = ?, deleted = ?, updated = ?, digest = ?, patient = ?, shared = ?,
                restricted = ?, young = ?,
                sole = case when version = 0 or sole = ? then cast(? as varchar(10)) end
            where pk = ? and version = ?
            """;

    /**
     * Who is restricted takes all people of the same compartment along: they may share a home (carer-model.md, agreement 3).
     * A restricted Flag says that two people are not to be brought together (agreement 5).
     */
    private static final String GUARD =
            """
            update resource set guarded = exists (
                select 1 from resource q where (q.patient = ? or q.pk = ?) and q.restricted and not q.deleted),
                apart = exists (
                select 1 from resource f where f.patient = ? and f.type = 'Flag' and f.restricted and not f.deleted)
            where pk = ?
            """;

    private RecordWriter() {}

    /**
     * Writes the versions and makes them current.
     *
     * @throws Transactions.Overtaken when a resource is no longer at the version that was read
     */
    public static void versions(Transaction transaction, List<Written> written, Version.SaidBy said) {
        transaction.standsOtherwise();
        List<Object[]> inserts = new ArrayList<>();
        List<Object[]> updates = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Written one :
                written.stream().sorted(Comparator.comparingLong(Written::pk)).toList()) {
            boolean deleted = one.content() == null;
            @Nullable String sole = one.alone() ? said.partner() : null;
            if (one.held().isEmpty()) {
                inserts.add(row(
                        one.pk(),
                        one.type(),
                        one.id(),
                        one.version(),
                        deleted,
                        Transaction.at(one.updated()),
                        one.digest(),
                        one.patient(),
                        one.shared(),
                        one.restricted(),
                        one.young(),
                        sole));
            } else {
                updates.add(row(
                        one.version(),
                        deleted,
                        Transaction.at(one.updated()),
                        one.digest(),
                        one.patient(),
                        one.shared(),
                        one.restricted(),
                        one.young(),
                        said.partner(),
                        sole,
                        one.pk(),
                        one.version() - 1));
            }
            versions.add(row(
                    one.pk(),
                    one.version(),
                    Transaction.at(one.updated()),
                    one.method(),
                    one.content(),
                    said.partner(),
                    said.request(),
                    said.message(),
                    said.controlId(),
                    one.shared()));
        }
        if (transaction.changed(UPDATE_RESOURCE, updates) != updates.size()) {
            throw new Transactions.Overtaken();
        }
        transaction.insert(RESOURCE, inserts);
        transaction.insert(VERSION, versions);
        written.stream()
                .filter(one ->
                        one.restricted() || one.held().filter(Held::restricted).isPresent())
                .flatMap(RecordWriter::compartments)
                .distinct()
                .forEach(person -> transaction.update(GUARD, person, person, person, person));
    }

    /** Says anew whether a resource is restricted, and so what is told of the people of its compartment. */
    public static void restrict(Transaction transaction, Held held, boolean restricted) {
        if (held.restricted() != restricted) {
            long person = held.patient() == null ? held.pk() : held.patient();
            transaction.update("update resource set restricted = ? where pk = ?", restricted, held.pk());
            transaction.update(GUARD, person, person, person, person);
        }
    }

    /** Those in which a resource lies and lay; a person's own where it lies in nobody's. */
    private static Stream<Long> compartments(Written one) {
        return Stream.of(
                one.patient() == null ? Long.valueOf(one.pk()) : one.patient(),
                one.held().map(Held::patient).orElse(one.pk()));
    }

    /** A row for a resource that is referred to and was never there. */
    public static void placeholder(Transaction transaction, long pk, String type, String id) {
        transaction.insert(
                RESOURCE, pk, type, id, 0, false, transaction.timestamp(), null, null, false, false, false, null);
    }

    /**
     * Keeps a place under an identity key for a resource that nobody told of yet: nobody sees it, and whoever tells of the
     * resource makes it as if nothing were there.
     */
    public static void keepPlace(Transaction transaction, long pk, String type, String id, UUID key) {
        placeholder(transaction, pk, type, id);
        transaction.insert(IDENTITY_KEY, key, pk);
    }

    /** Gives a place up that was kept. */
    public static void giveUpPlace(Transaction transaction, long pk) {
        transaction.standsOtherwise();
        transaction.update("delete from identity_key where resource = ?", pk);
        transaction.update("delete from resource where pk = ? and version = 0", pk);
    }

    /** Gives up keys that lead to a resource, so that they lead to none. */
    public static void giveUpKeys(Transaction transaction, Set<UUID> keys) {
        transaction.standsOtherwise();
        transaction.batch(
                "delete from identity_key where digest = ?",
                keys.stream().map(key -> row(key)).toList());
    }

    /** Changes who may see a resource whose content stays. */
    public static void share(
            Transaction transaction, Held held, @Nullable Long patient, boolean shared, boolean young) {
        if (held.shared() != shared || held.young() != young || !Objects.equals(held.patient(), patient)) {
            transaction.update(
                    "update resource set patient = ?, shared = ?, young = ? where pk = ?",
                    patient,
                    shared,
                    young,
                    held.pk());
            transaction.update(
                    "update version set shared = ? where resource = ? and version = ?",
                    shared,
                    held.pk(),
                    held.version());
        }
    }

    /**
     * Adds identity keys that their resources do not have yet, and takes away those that do not identify them any more, or
     * identify another of them; a key that belongs to another resource is a unique violation.
     *
     * @param told resources whose keys are all told
     */
    public static void keys(Transaction transaction, Standing standing, Map<UUID, Long> keys, Set<Long> told) {
        transaction.standsOtherwise();
        transaction.batch(
                "delete from identity_key where digest = ?",
                standing.keys().entrySet().stream()
                        .filter(key -> keys.containsKey(key.getKey())
                                ? !key.getValue().equals(keys.get(key.getKey()))
                                : told.contains(key.getValue()))
                        .map(key -> row(key.getKey()))
                        .toList());
        transaction.insert(
                IDENTITY_KEY,
                keys.entrySet().stream()
                        .filter(key -> !key.getValue().equals(standing.keys().get(key.getKey())))
                        .map(key -> row(key.getKey(), key.getValue()))
                        .toList());
    }

    /**
     * A partner who says a resource.
     *
     * @param number hash of the NHS number that it says of a carer; 0: none
     */
    public record Source(long resource, String partner, long number) {}

    /** The partners who say resources now, in place of those who did. */
    public static void sources(Transaction transaction, Standing standing, Set<Source> sources) {
        transaction.standsOtherwise();
        transaction.batch(
                "delete from source where resource = ? and partner = ?",
                standing.sources().stream()
                        .filter(one -> !sources.contains(one))
                        .map(one -> row(one.resource(), one.partner()))
                        .toList());
        transaction.insert(
                SOURCE,
                sources.stream()
                        .filter(one -> !standing.sources().contains(one))
                        .map(one -> row(one.resource(), one.partner(), one.number()))
                        .toList());
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
    }
}
