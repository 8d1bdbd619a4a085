package org.carerrecord.fhirserver;

import ca.uhn.fhir.parser.DataFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Consents;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.search.IndexRow;
import org.carerrecord.fhirserver.search.IndexWriter;
import org.carerrecord.fhirserver.search.Indexer;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Works out anew what an older version of the gateway worked out of stored resources by other rules: their index rows, whom
 * they mask, what Consents permit. In portions, each a transaction that says how far it came, beside what others read and
 * write; no version of a resource is made.
 */
public final class Reindexing {

    /** Raised with each change to what is worked out of a resource that the tables of parameters do not show. */
    static final int RULES = 1;

    /** So many that a write which waits for one of them waits for a small part of a second. */
    private static final int PORTION = 100;

    private static final UUID TURN = Hash.key("reindexing");

    private final Transactions transactions;
    private final Resources resources;
    private final SearchParameters parameters;
    private final Indexer indexer;

    public Reindexing(Transactions transactions, Resources resources, SearchParameters parameters) {
        this.transactions = transactions;
        this.resources = resources;
        this.parameters = parameters;
        this.indexer = new Indexer(parameters);
    }

    /**
     * What a portion came to.
     *
     * @param looked how many resources; none when all are as the rules say
     * @param unread of them those that cannot be read any more: they stay as they were
     */
    public record Portion(int looked, int unread) {}

    /**
     * Works out the next portion.
     *
     * @throws org.carerrecord.profiles.Fault CONTENDED, UNAVAILABLE: nothing of the portion is done
     */
    public Portion next() {
        return transactions.run(transaction -> {
            Locks.keys(transaction, Set.of(TURN));
            return begin(transaction).map(after -> portion(transaction, after)).orElse(new Portion(0, 0));
        });
    }

    /** The key after which it goes on; empty when all is done. */
    private Optional<Long> begin(Transaction transaction) {
        long rules = Hash.word(RULES + "\n" + parameters.rules());
        List<Optional<Long>> upto = transaction.query(
                Sql.of("select upto from indexed where rules = ?", rules),
                (row, number) -> Optional.ofNullable(row.getObject(1, Long.class)));
        if (!upto.isEmpty()) {
            return upto.getFirst();
        }
        transaction.update("delete from indexed");
        transaction.update("insert into indexed (one, rules, upto) values (1, ?, ?)", rules, Long.MIN_VALUE);
        return Optional.of(Long.MIN_VALUE);
    }

    private Portion portion(Transaction transaction, long after) {
        List<Held> next = Records.held(
                transaction,
                Sql.of("r.pk > ? and not r.deleted and r.version > 0 order by r.pk limit " + PORTION, after));
        transaction.update(
                "update indexed set upto = ?",
                next.isEmpty() ? null : next.getLast().pk());
        if (next.isEmpty()) {
            return new Portion(0, 0);
        }
        Map<Long, Held> held = locked(transaction, next);
        Map<Long, Resource> read = read(transaction, held.keySet());
        index(transaction, read);
        read.forEach((pk, resource) -> mark(transaction, Objects.requireNonNull(held.get(pk)), resource));
        Consents.follow(transaction, legible(transaction, people(held, Consents.TYPE)), resources::of);
        return new Portion(next.size(), held.size() - read.size());
    }

    /**
     * As they are once nobody else writes them: whoever does locks them and their people by the same keys, or, where the
     * gateway says something itself, writes the row before it indexes.
     */
    private static Map<Long, Held> locked(Transaction transaction, List<Held> next) {
        Set<Long> people =
                next.stream().flatMap(one -> Stream.ofNullable(one.patient())).collect(Collectors.toSet());
        Set<UUID> keys = Stream.concat(next.stream(), Records.held(transaction, Sql.in("r.pk", people)).stream())
                .map(one -> Hash.key(one.reference()))
                .collect(Collectors.toUnmodifiableSet());
        Locks.resources(transaction, keys);
        List<Long> all = next.stream().map(Held::pk).toList();
        transaction.query(
                Sql.of("select pk from resource where ").then(Sql.in("pk", all)).then(" order by pk for update"),
                (row, number) -> row.getLong(1));
        return Records.held(transaction, Sql.and(Sql.in("r.pk", all), Sql.of("not r.deleted and r.version > 0")))
                .stream()
                .collect(Collectors.toMap(Held::pk, one -> one, (one, other) -> one, LinkedHashMap::new));
    }

    private Map<Long, Resource> read(Transaction transaction, Set<Long> keys) {
        Map<Long, Resource> read = new LinkedHashMap<>();
        Records.current(transaction, Sql.in("r.pk", keys))
                .forEach(version -> readable(version).ifPresent(resource -> read.put(version.pk(), resource)));
        return read;
    }

    /** HAPI's parser meets some malformed JSON with a ClassCastException. */
    private Optional<Resource> readable(Version version) {
        try {
            return Optional.of(resources.of(version));
        } catch (DataFormatException | ClassCastException | IllegalArgumentException ofAnotherTime) {
            return Optional.empty();
        }
    }

    /** Of whom a Consent cannot be read any more, what was permitted stays. */
    private Set<Long> legible(Transaction transaction, Set<Long> people) {
        return people.stream()
                .filter(person -> Consents.onFile(transaction, person).stream()
                        .allMatch(consent -> readable(consent).isPresent()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void index(Transaction transaction, Map<Long, Resource> read) {
        Map<Long, Set<IndexRow>> rows = new LinkedHashMap<>();
        read.forEach((pk, resource) -> rows.put(pk, indexer.rows(resource)));
        Map<String, Long> targets = targets(transaction, rows);
        IndexWriter.removeAll(transaction, rows.keySet());
        IndexWriter.add(transaction, rows, text -> {
            @Nullable Long local = targets.get(ReferenceText.unversioned(text));
            return local == null ? ReferenceText.elsewhere(text) : local;
        });
    }

    /** The keys of what they refer to, by {@code Type/id}. */
    private Map<String, Long> targets(Transaction transaction, Map<Long, Set<IndexRow>> rows) {
        Set<ReferenceText> references = rows.values().stream()
                .flatMap(Set::stream)
                .map(row -> row instanceof IndexRow.Part part ? part.row() : row)
                .flatMap(row -> row instanceof IndexRow.Link(int param, String text)
                        ? ReferenceText.local(text).stream()
                        : Stream.empty())
                .filter(reference -> resources.isType(reference.type()))
                .collect(Collectors.toUnmodifiableSet());
        Map<String, Long> targets = new HashMap<>();
        for (List<ReferenceText> some : Sql.parts(references)) {
            List<Sql> types = new ArrayList<>();
            some.stream()
                    .collect(Collectors.groupingBy(
                            ReferenceText::type, Collectors.mapping(ReferenceText::id, Collectors.toSet())))
                    .forEach((type, ids) -> types.add(Sql.and(Sql.of("r.type = ?", type), Sql.in("r.id", ids))));
            Records.held(transaction, Sql.or(types)).forEach(held -> targets.put(held.reference(), held.pk()));
        }
        return targets;
    }

    /** What is hidden now is hidden; what its sources decided before stays. */
    private static void mark(Transaction transaction, Held held, Resource resource) {
        Label label = Label.of(resource);
        RecordWriter.share(
                transaction,
                held,
                held.patient(),
                held.shared() && label != Label.ABSENT,
                held.young() && label != Label.ABSENT);
        RecordWriter.restrict(transaction, held, Label.masks(resource));
    }

    private static Set<Long> people(Map<Long, Held> held, String type) {
        return held.values().stream()
                .filter(one -> one.type().equals(type))
                .flatMap(one -> Stream.ofNullable(one.patient()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
