package org.carerrecord.fhirserver;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Consents;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.search.IndexRow;
import org.carerrecord.fhirserver.search.IndexWriter;
import org.carerrecord.fhirserver.search.Indexer;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.store.Relationship;
import org.carerrecord.fhirserver.store.Relationships;
import org.carerrecord.fhirserver.store.Standing;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.store.Written;
import org.jspecify.annotations.Nullable;

/** Stores what the rule settled: versions where something changed, index rows, identity keys, sources, relationships. */
final class Storing {

    /** Whose identity keys are all told with each word on them. */
    private static final Set<String> PEOPLE = Set.of("Patient", "RelatedPerson", "Person");

    private final Resources resources;
    private final Indexer indexer;
    private final Ids ids;

    Storing(Resources resources, Indexer indexer, Ids ids) {
        this.resources = resources;
        this.indexer = indexer;
        this.ids = ids;
    }

    /** The versions that were written, by their resources' keys; what changes nothing has none. */
    Map<Long, Written> store(
            Transaction transaction,
            Caller caller,
            Version.SaidBy said,
            Methods methods,
            Referenced referenced,
            Standing.Ahead ahead,
            List<Settled> settled) {
        Destinations destinations = new Destinations(resources, ids, transaction, caller, referenced.found());
        settled.forEach(destinations::know);
        Standing before = standing(ahead, settled, referenced.people());
        Map<Long, Set<IndexRow>> rows = new LinkedHashMap<>();
        Map<Long, Written> written = new LinkedHashMap<>();
        Map<UUID, Long> keys = new HashMap<>();
        Set<String> standing = new HashSet<>();
        for (Settled one : settled) {
            @Nullable Content content = content(one);
            @Nullable UUID digest = content == null ? null : content.digest();
            if (saysTheSame(one, digest)) {
                one.held()
                        .ifPresent(held ->
                                RecordWriter.share(transaction, held, held.patient(), isShared(one), isYoung(one)));
                standing.addAll(referenced.absent(resources, one.resource()));
            } else {
                Set<IndexRow> its = one.resource() == null ? Set.of() : indexer.rows(one.resource());
                its.forEach(row -> destinations.find(one, row));
                @Nullable Long patient = destinations.compartment(one, its);
                written.put(one.pk(), version(transaction, said, methods, one, content, digest, patient));
                rows.put(one.pk(), its);
            }
            one.keys().forEach(key -> keys.put(key, one.pk()));
        }
        standing.addAll(destinations.known());
        referenced.require(standing);
        RecordWriter.versions(transaction, List.copyOf(written.values()), said);
        unindex(transaction, written.values());
        Set<Long> told = told(settled);
        RecordWriter.keys(transaction, before, keys, told);
        RecordWriter.sources(transaction, before, sources(settled));
        Relationships.tell(transaction, before, relationships(settled, written), told);
        IndexWriter.add(transaction, rows, destinations::key);
        Consents.follow(transaction, consenting(written.values()), resources::of);
        return written;
    }

    /** Asks for what stands beside resources that may be stored, before it is needed. */
    static Standing.Ahead ahead(Transaction transaction, List<Held> held) {
        return Standing.ahead(transaction, keys(held), patients(held));
    }

    /** What stands beside the resources that are held, all of which are still as they were read. */
    private static Standing standing(Standing.Ahead ahead, List<Settled> settled, Set<Long> people) {
        List<Held> held = settled.stream().flatMap(one -> one.held().stream()).toList();
        Set<Long> patients = new HashSet<>(people);
        patients.addAll(patients(held));
        Standing standing = ahead.of(keys(held), patients);
        if (!held.stream().allMatch(standing::isAt)) {
            throw new Transactions.Overtaken();
        }
        return standing;
    }

    private static Set<Long> keys(List<Held> held) {
        return held.stream().map(Held::pk).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Long> patients(List<Held> held) {
        return held.stream().flatMap(one -> Stream.ofNullable(one.patient())).collect(Collectors.toUnmodifiableSet());
    }

    private @Nullable Content content(Settled one) {
        if (one.resource() == null) {
            return null;
        }
        one.resource().setId(one.id());
        return Content.of(resources, one.resource());
    }

    /** Whose Consents were written. */
    private static Set<Long> consenting(Collection<Written> written) {
        return written.stream()
                .filter(one -> one.type().equals(Consents.TYPE))
                .flatMap(one -> Stream.concat(
                        Optional.ofNullable(one.patient()).stream(), one.held().map(Held::patient).stream()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void unindex(Transaction transaction, Collection<Written> written) {
        List<Written> again =
                written.stream().filter(one -> one.held().isPresent()).toList();
        IndexWriter.remove(
                transaction,
                again.stream().map(Written::pk).toList(),
                again.stream()
                        .flatMap(one -> indexer.tables(one.type()).stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * People of whom something was said now, or whom the gateway itself takes away; what is stored as it is has no keys and no
     * ties.
     */
    private static Set<Long> told(List<Settled> settled) {
        return settled.stream()
                .filter(one -> PEOPLE.contains(one.type())
                        && one.held().isPresent()
                        && (!one.keys().isEmpty() || (one.ours() && one.resource() == null)))
                .map(Settled::pk)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<RecordWriter.Source> sources(List<Settled> settled) {
        Set<RecordWriter.Source> sources = new HashSet<>();
        settled.forEach(one -> one.sources()
                .forEach((partner, number) -> sources.add(new RecordWriter.Source(one.pk(), partner, number))));
        return sources;
    }

    /** Whether what is held is that already; then it makes no version, and what was indexed stays. */
    private static boolean saysTheSame(Settled one, @Nullable UUID digest) {
        boolean isHeld = one.held().filter(Held::live).isPresent();
        return digest == null
                ? !isHeld
                : isHeld && digest.equals(one.held().map(Held::digest).orElse(null));
    }

    private static Written version(
            Transaction transaction,
            Version.SaidBy said,
            Methods methods,
            Settled one,
            @Nullable Content content,
            @Nullable UUID digest,
            @Nullable Long patient) {
        Instant updated = one.held()
                .map(Held::updated)
                .filter(transaction.now()::isBefore)
                .orElse(transaction.now());
        int next = one.held().map(Held::version).orElse(0) + 1;
        return new Written(
                one.pk(),
                one.type(),
                one.id(),
                one.held(),
                updated,
                methods.of(one, next),
                content == null ? null : content.stored(next, updated),
                digest,
                patient,
                isShared(one),
                isRestricted(one),
                isYoung(one),
                Set.of(said.partner()).containsAll(one.sources().keySet()));
    }

    /** Labels are part of the content: where it stays, so do they. */
    private static Label label(Settled one) {
        return one.resource() == null ? Label.NONE : Label.of(one.resource());
    }

    /** Two people are kept apart by a mark, also by one that nobody but its source may see. */
    private static boolean isRestricted(Settled one) {
        return one.resource() != null && Label.masks(one.resource());
    }

    private static boolean isYoung(Settled one) {
        return one.young() && label(one) != Label.ABSENT;
    }

    private static boolean isShared(Settled one) {
        return one.shared() && label(one) != Label.ABSENT;
    }

    /** With when they end; of one that several resources give rise to the latest counts. */
    private static Map<Relationship, Optional<Instant>> relationships(
            List<Settled> settled, Map<Long, Written> written) {
        Map<Relationship, Optional<Instant>> relationships = new HashMap<>();
        for (Settled one : settled) {
            @Nullable Written next = written.get(one.pk());
            @Nullable
            Long patient = next == null ? one.held().map(Held::patient).orElse(null) : next.patient();
            if (patient != null) {
                one.ties()
                        .forEach(tie -> relationships.merge(
                                new Relationship(
                                        tie.partner(), patient, tie.relation().code()),
                                tie.until(),
                                Storing::later));
            }
        }
        return relationships;
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.flatMap(end -> other.map(its -> its.isAfter(end) ? its : end));
    }
}
