package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.Namesakes.Name;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.NameKey;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * Under which keys the carers without numbers of a merged record are told of who goes on: a father of the one and a son of the
 * other stay two, as if messages about one record had told of both (ADR 35).
 */
final class MergedNames {

    private static final String RELATED = "RelatedPerson";

    private final Transaction transaction;
    private final String partner;
    private final Map<UUID, UUID> keys;

    private MergedNames(Transaction transaction, String partner, Map<UUID, UUID> keys) {
        this.transaction = transaction;
        this.partner = partner;
        this.keys = keys;
    }

    /**
     * @param went what was told of the merged record
     * @param there what was told of who goes on
     */
    static MergedNames of(Transaction transaction, String partner, List<Telling> went, List<Telling> there) {
        Map<UUID, Name> names = new HashMap<>();
        Map<UUID, RelatedPerson> said = last(went);
        said.forEach((key, words) -> name(key, words).ifPresent(name -> names.put(key, name)));
        if (names.isEmpty()) {
            return new MergedNames(transaction, partner, Map.of());
        }
        LocalDate today = StatedTime.day(transaction.now());
        Namesakes namesakes = new Namesakes(last(there), others(transaction, partner, names), today);
        Map<UUID, UUID> meant = new HashMap<>();
        said.forEach((key, words) -> meant.put(
                key,
                Optional.ofNullable(names.get(key))
                        .map(name -> namesakes.meant(name, words))
                        .orElse(key)));
        Map<UUID, Long> times =
                meant.values().stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
        // Two whom the merged record tells apart are not one.
        meant.entrySet()
                .removeIf(one -> one.getKey().equals(one.getValue())
                        || Objects.requireNonNullElse(times.get(one.getValue()), 0L) > 1);
        meant.forEach((key, other) -> {
            UUID name = Objects.requireNonNull(names.get(key)).name();
            if (!other.equals(name)) {
                MeantCarers.keep(transaction, partner, name, other);
            }
        });
        return new MergedNames(transaction, partner, meant);
    }

    private static Map<UUID, RelatedPerson> last(List<Telling> told) {
        Map<UUID, Telling> last = new HashMap<>();
        told.stream()
                .filter(one -> one.key() != null && one.said() instanceof RelatedPerson)
                .forEach(one -> last.merge(
                        Objects.requireNonNull(one.key()),
                        one,
                        (before, other) -> before.stamp().isAfter(other.stamp()) ? before : other));
        return last.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, one ->
                (RelatedPerson) Objects.requireNonNull(one.getValue().said())));
    }

    /** Empty where the key is a number. */
    private static Optional<Name> name(UUID key, RelatedPerson words) {
        String name = words.hasName() ? NameKey.of(words.getNameFirstRep()) : "";
        return Stream.of(name, name + NameKey.apart(words))
                .filter(text -> !name.isEmpty() && key.equals(Identities.statementKey(text)))
                .flatMap(text -> Namesakes.name(new Said("", text, words, Set.of())).stream())
                .findFirst();
    }

    private static Map<UUID, Set<UUID>> others(Transaction transaction, String partner, Map<UUID, Name> names) {
        Map<UUID, Set<UUID>> others = new HashMap<>();
        transaction.query(
                Sql.of("select name, source_key from namesake where partner = ? and ", partner)
                        .then(Sql.in(
                                "name",
                                names.values().stream().map(Name::name).collect(Collectors.toUnmodifiableSet()))),
                (row, number) -> others.computeIfAbsent(row.getObject(1, UUID.class), first -> new HashSet<>())
                        .add(row.getObject(2, UUID.class)));
        return others;
    }

    /** The same under the keys of those who are meant. */
    List<Telling> told(List<Telling> went) {
        List<Telling> told = new ArrayList<>();
        for (Telling one : went) {
            told.add(
                    one.key() != null && one.type().equals(RELATED)
                            ? one.keyed(keys.getOrDefault(one.key(), one.key()))
                            : one);
        }
        return told;
    }

    /** What is held of the merged record goes by those keys, too. */
    void rekey(Held from) {
        if (keys.isEmpty()) {
            return;
        }
        Reference patient = new Reference(from.reference());
        RecordWriter.giveUpKeys(
                transaction,
                keys.keySet().stream()
                        .flatMap(key -> Identities.statedKeys(partner, RELATED, key, patient).stream())
                        .collect(Collectors.toUnmodifiableSet()));
        // One key may become another that becomes a third.
        Map<UUID, UUID> between = keys.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, key -> Hash.key("on its way " + key)));
        between.forEach((key, other) -> rekey(from, key, other));
        between.forEach((key, other) -> rekey(from, other, Objects.requireNonNull(keys.get(key))));
    }

    private void rekey(Held from, UUID key, UUID other) {
        transaction.update(
                "update contribution set source_key = ? where partner = ? and patient = ? and type = 'RelatedPerson'"
                        + " and source_key = ?",
                other,
                partner,
                from.pk(),
                key);
    }
}
