package org.carerrecord.fhirserver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What is held of what the changes of one exchange are aimed at.
 *
 * <p>Looking somebody up by identifier in order to write is the gateway's look (carer-model.md, identity 0): it goes past the
 * agreement, and its answer goes no further than the write.
 */
final class Aims {

    /** No key of any resource. */
    private static final long NOBODY = -1;

    private final Conditions conditions;
    private final WriteRule rule;
    private final Transaction transaction;
    private final Caller caller;
    private final Visibility visibility;
    private final WriteRule.Recognition recognition;

    private final Map<String, Long> people = new HashMap<>();
    private final Set<String> newPeople = new HashSet<>();
    private final Set<UUID> keysSeen = new HashSet<>();
    private final Map<Change, Long> places = new HashMap<>();
    private final Map<Change, Long> others = new HashMap<>();
    private final Set<Long> deleted = new HashSet<>();

    Aims(Conditions conditions, WriteRule rule, Transaction transaction, Caller caller, Visibility visibility) {
        this.conditions = conditions;
        this.rule = rule;
        this.transaction = transaction;
        this.caller = caller;
        this.visibility = visibility;
        this.recognition = rule.recognition(transaction, caller);
    }

    /** A person of the same exchange. */
    void know(String reference, long pk, boolean isNew) {
        people.put(reference, pk);
        if (isNew) {
            newPeople.add(reference);
        }
    }

    /** What the same exchange deletes; of what is told by several it takes but the words of one away. */
    void delete(long pk) {
        if (caller.partner().asItIs()) {
            deleted.add(pk);
        }
    }

    /** What the rule takes a new one for; of somebody who is new, nothing is held. */
    Optional<Held> recognised(Change change, @Nullable Resource resource) {
        boolean isAsked = resource != null
                && !(change.aim() instanceof Change.Aim.ById)
                && !caller.partner().asItIs()
                && Resources.person(resource)
                        .filter(person -> !newPeople.contains(person))
                        .isPresent();
        return isAsked ? recognition.recognise(change) : Optional.empty();
    }

    /** @param resource of the change, its references to people being ids */
    Optional<Held> held(Change change, @Nullable Resource resource) {
        return switch (change.aim()) {
            case Change.Aim.New() -> byKey(change, resource);
            case Change.Aim.Known(long pk) ->
                Records.held(transaction, Sql.of("r.pk = ?", pk)).stream().findFirst();
            case Change.Aim.ById(String id) -> byId(change, id, resource);
            case Change.Aim.NewUnless(String query) -> matching(change, query, resource);
            case Change.Aim.Matching(String query) -> matching(change, query, resource);
        };
    }

    /** R4, RESTful API, "update": 405 where no such resource exists and clients do not give ids; "delete": done already. */
    private Optional<Held> byId(Change change, String id, @Nullable Resource resource) {
        if (caller.partner().asItIs()) {
            return Records.held(transaction, change.type(), id);
        }
        Set<UUID> keys = keys(change, resource);
        Records.Matches found = conditions.matches(Sql.of("r.type = ? and r.id = ?", change.type(), id), keys);
        Optional<Held> seen = found.byCondition().stream()
                .findFirst()
                .filter(held -> visibility.sees(transaction, held) || isWithdrawn(change, held));
        if (seen.isEmpty() && change.method() == Change.Method.DELETE) {
            return Optional.empty();
        }
        Held held = seen.orElseThrow(() -> GivenIds.unknown(change));
        if (!isOfSamePerson(held, resource)) {
            throw new Fault(
                    FaultKind.INVALID,
                    change.place(),
                    "it is about another person than before: create one for that person");
        }
        return one(change, keys, found, Optional.of(held));
    }

    /** Who said a thing may take its words back, also where others' words keep it from seeing the whole. */
    private boolean isWithdrawn(Change change, Held held) {
        return change.method() == Change.Method.DELETE
                && Records.isSource(transaction, held.pk(), caller.partner().ods());
    }

    private Optional<Held> matching(Change change, String condition, @Nullable Resource resource) {
        Set<UUID> keys = keys(change, resource);
        Records.Matches found = conditions.matches(change, condition, keys);
        if (found.byCondition().size() > Conditions.MOST) {
            throw several(change);
        }
        List<Held> matches = meant(change, mayBe(change, found.byCondition()));
        if (matches.size() > 1) {
            throw several(change);
        }
        return one(change, keys, found, matches.stream().findFirst().filter(held -> isOfSamePerson(held, resource)));
    }

    private static Fault several(Change change) {
        return new Fault(
                FaultKind.MULTIPLE_MATCHES,
                change.place(),
                "several resources fulfil the condition; narrow it, for example by &patient.identifier=");
    }

    /**
     * Who deletes is not told of others: neither by what is done, nor by how many there are. For what is created after it what
     * is deleted is not there (R4, RESTful API, "transaction").
     */
    private List<Held> mayBe(Change change, List<Held> found) {
        return found.stream()
                .filter(held -> switch (change.method()) {
                    case DELETE -> visibility.sees(transaction, held) || isWithdrawn(change, held);
                    case CREATE -> !deleted.contains(held.pk());
                    case UPDATE, PATCH -> true;
                })
                .toList();
    }

    /** A relationship never moves to another patient: who cares for two people has two of them (carer-model.md, identity 0). */
    private boolean isOfSamePerson(Held held, @Nullable Resource resource) {
        if (resource == null
                || held.patient() == null
                || held.type().equals("Patient")
                || caller.partner().asItIs()) {
            return true;
        }
        return Resources.person(resource)
                .flatMap(ReferenceText::local)
                .map(person ->
                        Objects.requireNonNullElseGet(people.get(person.type() + "/" + person.id()), () -> pk(person)))
                .filter(held.patient()::equals)
                .isPresent();
    }

    private long pk(ReferenceText person) {
        return Records.held(transaction, person.type(), person.id())
                .map(Held::pk)
                .orElse(NOBODY);
    }

    private Optional<Held> byKey(Change change, @Nullable Resource resource) {
        Set<UUID> keys = keys(change, resource);
        return keys.isEmpty()
                ? Optional.empty()
                : one(change, keys, conditions.matches(Sql.of("false"), keys), Optional.empty());
    }

    private Set<UUID> keys(Change change, @Nullable Resource resource) {
        return resource == null || caller.partner().asItIs() ? Set.of() : rule.keys(caller, change);
    }

    /** The one whom the keys and the aim lead to; each key may be used by one entry of an exchange. */
    private Optional<Held> one(Change change, Set<UUID> keys, Records.Matches found, Optional<Held> aimedAt) {
        if (!isFound(change, aimedAt)) {
            for (UUID key : keys) {
                if (!keysSeen.add(key)) {
                    throw OnceEach.twice(change);
                }
            }
        }
        Map<Long, Held> held = new LinkedHashMap<>();
        aimedAt.ifPresent(one -> held.put(one.pk(), one));
        found.byKey().forEach(one -> {
            if (one.version() > 0) {
                held.put(one.pk(), one);
            } else {
                places.put(change, one.pk());
            }
        });
        List<Held> meant = meant(change, List.copyOf(held.values()));
        if (meant.size() > 1) {
            throw new Fault(
                    FaultKind.DUPLICATE,
                    change.place() + ".identifier",
                    "its identifiers belong to different people of the record; find out which is right");
        }
        Optional<Held> one = meant.stream().findFirst();
        if (one.isPresent() && isNamedByKey(change, one.get(), found)) {
            Optional<Held> identified = rule.identified(transaction, caller, change, one.get());
            if (identified.isEmpty()) {
                others.put(change, one.get().pk());
            }
            return identified;
        }
        return one;
    }

    /** A conditional create that finds somebody changes nothing (R4, RESTful API, "create"): others may. */
    private boolean isFound(Change change, Optional<Held> aimedAt) {
        return change.aim() instanceof Change.Aim.NewUnless
                && aimedAt.filter(Held::live)
                        .filter(held -> visibility.sees(transaction, held))
                        .isPresent();
    }

    /** Who is named by id is meant, and of whom the caller speaks still. */
    private static boolean isNamedByKey(Change change, Held held, Records.Matches found) {
        return !(change.aim() instanceof Change.Aim.ById)
                && found.byKey().contains(held)
                && !(held.live() && found.own().contains(held.pk()));
    }

    /** To whom a key of a change leads, and who is somebody else. */
    Optional<Long> another(Change change) {
        return Optional.ofNullable(others.get(change));
    }

    /** The place that was kept for what a change tells of, if any. */
    Optional<Long> place(Change change) {
        return Optional.ofNullable(places.get(change));
    }

    /** The one of several whom the caller means, where that is known. */
    private List<Held> meant(Change change, List<Held> found) {
        return found.size() < 2
                ? found
                : rule.meant(transaction, caller, change, found).map(List::of).orElse(found);
    }
}
