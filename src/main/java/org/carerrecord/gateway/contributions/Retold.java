package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * What a sender's messages told of one record, told of another from now on: its statements come anew from all that was told of
 * the other, in the order of its events, and nobody else's words change.
 *
 * <p>A relationship keeps its id and goes along; where the other record has the same carer, the words join theirs.
 */
@Component
class Retold {

    private static final String PATIENT = "Patient";

    /** Of what is no part of a message. */
    private static final Change.Part NO_MESSAGE = new Change.Part("", null);

    private final Contributions contributions;
    private final CarersOfOne carers;
    private final Resources resources;

    Retold(Contributions contributions, CarersOfOne carers, Resources resources) {
        this.contributions = contributions;
        this.carers = carers;
        this.resources = resources;
    }

    /** A statement, by its type and its sender's own key. */
    private record Key(String type, UUID digest) {

        static Key of(Contribution one) {
            return new Key(one.about().type(), one.about().key());
        }
    }

    /**
     * What goes from one record to another.
     *
     * @param at when its sender says so
     * @param went what was told of the one and is told of the other now
     * @param rest what is told of the one still
     * @param there what was told of the other already
     */
    record Way(
            Transaction transaction,
            Caller caller,
            Held from,
            Held to,
            Stamp at,
            List<Telling> went,
            List<Telling> rest,
            List<Telling> there) {

        private Map<Key, Telling> words() {
            return last(went);
        }

        private Map<Key, Telling> left() {
            return last(rest);
        }

        /** The identity keys of statements about the one. */
        private Set<UUID> keys(Set<Key> its) {
            return its.stream()
                    .flatMap(key -> Identities.statedKeys(
                            caller.partner().ods(), key.type(), key.digest(), new Reference(from.reference()))
                            .stream())
                    .collect(Collectors.toUnmodifiableSet());
        }

        private static Map<Key, Telling> last(List<Telling> told) {
            return told.stream()
                    .filter(one -> one.said() != null
                            && one.key() != null
                            && !one.type().equals(PATIENT))
                    .collect(Collectors.toMap(
                            one -> new Key(one.type(), Objects.requireNonNull(one.key())),
                            Function.identity(),
                            (one, other) -> one.stamp().isAfter(other.stamp()) ? one : other));
        }
    }

    /** The words of a telling about one record, as words about another. */
    Telling of(Telling told, Held from, Held to) {
        Resource words = told.said();
        if (words != null && !told.type().equals(PATIENT)) {
            resources.references(words).stream()
                    .filter(reference -> from.reference().equals(reference.getReference()))
                    .forEach(reference -> reference.setReference(to.reference()));
        }
        return told.of(to.pk(), words);
    }

    /** The changes that make the statements follow, one after another. */
    List<Change> changes(Way way) {
        Map<Key, Telling> words = way.words();
        Map<Key, Telling> left = way.left();
        Map<Long, List<Contribution>> held = contributions
                .about(way.transaction(), way.from().pk())
                .stream()
                .collect(Collectors.groupingBy(one -> one.about().resource(), TreeMap::new, Collectors.toList()));
        List<Change> changes = new ArrayList<>();
        Set<Long> taken = new HashSet<>();
        Map<Key, Telling> nowhere = new HashMap<>(words);
        held.forEach((resource, said) -> {
            Map<Key, Telling> its = new LinkedHashMap<>();
            said.stream()
                    .filter(one -> one.isOf(way.caller().partner().ods()))
                    .map(Key::of)
                    .forEach(key -> Optional.ofNullable(words.get(key)).ifPresent(told -> its.put(key, told)));
            nowhere.keySet().removeAll(its.keySet());
            if (!its.isEmpty()) {
                boolean isWhole = said.size() == its.size() && Collections.disjoint(its.keySet(), left.keySet());
                Optional<Long> home = home(way, its.values(), resource).filter(taken::add);
                changes.addAll(changes(way, resource, its, home, isWhole));
            }
        });
        nowhere.values().stream()
                .sorted(Comparator.comparing(Telling::stamp))
                .forEach(one -> changes.add(said(new Change.Aim.New(), one)));
        if (way.went().stream().anyMatch(one -> one.key() == null)) {
            changes.addAll(still(way, way.from(), left));
            changes.addAll(still(way, way.to(), Way.last(way.there())));
        }
        return changes;
    }

    /**
     * Of one thing that goes.
     *
     * @param home where its statements stand in the other record already
     * @param isWhole whether nothing else is said of it
     */
    private static List<Change> changes(
            Way way, long resource, Map<Key, Telling> its, Optional<Long> home, boolean isWhole) {
        List<Change> changes = new ArrayList<>();
        boolean goesAlong = home.isEmpty() && isWhole;
        if (goesAlong) {
            // What is told of the other person is found there by its sender's key, and here no more.
            RecordWriter.giveUpKeys(way.transaction(), way.keys(its.keySet()));
        }
        Change.Aim aim = home.or(() -> goesAlong ? Optional.of(resource) : Optional.empty())
                .map(pk -> (Change.Aim) new Change.Aim.Known(pk))
                .orElseGet(Change.Aim.New::new);
        its.values().forEach(told -> changes.add(said(aim, told)));
        if (!goesAlong) {
            Map<Key, Telling> left = way.left();
            its.keySet()
                    .forEach(key -> changes.add(Optional.ofNullable(left.get(key))
                            .map(still -> said(new Change.Aim.Known(resource), still))
                            .orElseGet(() -> gone(key.type(), key.digest(), resource, way.at()))));
        }
        return changes;
    }

    /** What takes all back takes back, or no more, what else its sender told. */
    private List<Change> still(Way way, Held person, Map<Key, Telling> told) {
        told.keySet().removeAll(way.words().keySet());
        return contributions.about(way.transaction(), person.pk()).stream()
                .filter(one -> one.isOf(way.caller().partner().ods()) && told.containsKey(Key.of(one)))
                .map(one -> said(
                        new Change.Aim.Known(one.about().resource()), Objects.requireNonNull(told.get(Key.of(one)))))
                .toList();
    }

    /** Where the statements of one thing stand or stood in the other record, or those of the same carer. */
    private Optional<Long> home(Way way, Collection<Telling> words, long from) {
        return words.stream()
                .flatMap(one -> Records.byKeys(
                        way.transaction(), Identities.keys(way.caller(), said(new Change.Aim.New(), one)))
                        .values()
                        .stream())
                .filter(held -> held.version() > 0)
                .map(Held::pk)
                .filter(pk -> pk != from)
                .findFirst()
                .or(() -> words.stream()
                        .flatMap(one -> one.said() instanceof RelatedPerson carer
                                ? carers.alike(way.transaction(), carer).stream()
                                : Optional.<Long>empty().stream())
                        .filter(pk -> pk != from)
                        .findFirst());
    }

    /** That it is said, as all tells that was told of it. */
    static Change said(Change.Aim aim, Telling words) {
        return new Change(
                words.type(),
                Change.Method.UPDATE,
                words.type(),
                aim,
                Objects.requireNonNull(words.said()).copy(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Change.Statement(
                        Optional.ofNullable(words.key()),
                        words.stamp(),
                        words.emptied(),
                        true,
                        Optional.ofNullable(words.part()).orElse(NO_MESSAGE))));
    }

    /** That nothing is told of it under a key any more. */
    static Change gone(String type, UUID key, long resource, Stamp at) {
        return Change.takenBack(
                type, type, resource, new Change.Statement(Optional.of(key), at, Set.of(), true, NO_MESSAGE));
    }
}
