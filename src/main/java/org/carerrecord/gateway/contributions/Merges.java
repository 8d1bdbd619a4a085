package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Reasons;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Apart;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.Why;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Merged;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * Numbers that their own sender merged, joined to the person who goes on: a link with an authority (carer-model.md, identity
 * 1). Two records of the sender alone are linked as R4 has it: the one that goes on {@code replaces} the other, which is
 * inactive, and its numbers lead to the one that goes on. Of whom others speak, or who has an NHS number of their own, the
 * sender alone does not decide.
 */
@Component
public class Merges {

    private final Contributions contributions;
    private final FollowedTasks tasks;
    private final Resources resources;
    private final OwnCarers ownCarers;

    Merges(Contributions contributions, FollowedTasks tasks, Resources resources) {
        this.tasks = tasks;
        this.contributions = contributions;
        this.resources = resources;
        this.ownCarers = new OwnCarers(contributions, resources);
    }

    /**
     * A record that another replaces, and its sender's words on it from now on.
     *
     * @param numbers digests of the numbers that lead to the other
     * @param last when its sender spoke of it before
     */
    public record Replaced(Held held, Patient words, Set<UUID> numbers, Stamp last) {

        /**
         * What the sender says of it, after all that it said before: its numbers are the other's, so that the statement empties
         * them.
         */
        public Change said(Change.Statement statement) {
            Stamp after = statement.stamp().isAfter(last) ? statement.stamp() : new Stamp(last.at(), last.tie() + " ");
            return new Change(
                    "Patient",
                    Change.Method.UPDATE,
                    "Patient",
                    new Change.Aim.Known(held.pk()),
                    words,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new Change.Statement(
                            statement.key(), after, statement.emptied(), statement.late(), statement.part())));
        }
    }

    /**
     * What a message with merges says.
     *
     * @param survivor with the former numbers, and links to the records that it replaces
     * @param one the numbers that are one person's now, or were already
     */
    public record Joined(Patient survivor, List<Replaced> replaced, List<Merged> one, List<Loss> losses) {}

    /**
     * The patient with the former numbers; what is not joined is a loss.
     *
     * @param at when its sender says so
     */
    public Joined join(Transaction transaction, String partner, Patient survivor, List<Merged> merged, Stamp at) {
        if (merged.isEmpty()) {
            return new Joined(survivor, List.of(), List.of(), List.of());
        }
        Patient joined = survivor.copy();
        merged.forEach(one -> joined.addIdentifier(one.former()));
        Locks.keys(transaction, Identities.patientKeys(partner, joined));
        joined.setIdentifier(survivor.copy().getIdentifier());
        Map<Long, Held> goesOn = people(transaction, partner, survivor);
        List<Replaced> replaced = new ArrayList<>();
        List<Merged> areOne = new ArrayList<>(merged);
        List<Loss> losses = new ArrayList<>();
        for (Merged one : merged) {
            Map<Long, Held> former = people(transaction, partner, new Patient().addIdentifier(one.former()));
            if (!former.isEmpty() && goesOn.keySet().containsAll(former.keySet())) {
                losses.add(new Loss(one.place(), "the record holds the numbers as one person's already"));
            }
            former.keySet().removeAll(goesOn.keySet());
            Optional<Replaced> other = Optional.of(former)
                    .filter(found -> goesOn.size() == 1 && found.size() == 1)
                    .flatMap(found -> replaced(
                            transaction,
                            partner,
                            found.values().iterator().next(),
                            goesOn.values().iterator().next()));
            if (former.isEmpty() || goesOn.isEmpty()) {
                joined.addIdentifier(one.former());
                goesOn.putAll(former);
            } else if (areToldApart(transaction, former.keySet(), goesOn.keySet())) {
                areOne.remove(one);
                told(transaction, former.keySet(), goesOn.keySet(), new PatientsApart.Told(partner, at, one.carer()));
                losses.add(new Loss(one.place(), "people told the two apart: they are joined by nobody else"));
            } else if (other.isPresent()) {
                link(
                        joined,
                        resources.of(Records.current(transaction, other.get().held())),
                        other.get());
                tell(transaction, goesOn.keySet().iterator().next(), Why.Rule.MERGE, other.get());
                replaced.add(other.get());
            } else {
                areOne.remove(one);
                losses.add(new Loss(
                        one.place(), "the record holds the two numbers as two people: they are not joined unseen"));
            }
        }
        return new Joined(joined, replaced, areOne, losses);
    }

    /** Of the records that a merge has found, the one that goes on: its words name the others as replaced. */
    static Optional<Held> meant(Patient survivor, Collection<Held> found) {
        Set<String> replaced = survivor.getLink().stream()
                .filter(link -> link.getType() == LinkType.REPLACES)
                .map(link -> link.getOther().getReference())
                .collect(Collectors.toUnmodifiableSet());
        List<Held> left = found.stream()
                .filter(held -> !replaced.contains(held.reference()))
                .toList();
        return left.size() == 1 ? Optional.of(left.getFirst()) : Optional.empty();
    }

    /** Also by way of others who were merged into either. */
    private static boolean areToldApart(Transaction transaction, Set<Long> former, Set<Long> goesOn) {
        return PatientsApart.are(transaction, all(transaction, former), all(transaction, goesOn));
    }

    private static Set<Long> all(Transaction transaction, Set<Long> records) {
        return records.stream()
                .flatMap(record -> MergedNumbers.all(transaction, record).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void told(Transaction transaction, Set<Long> former, Set<Long> goesOn, PatientsApart.Told merge) {
        former.forEach(one -> goesOn.forEach(other -> PatientsApart.told(transaction, one, other, merge)));
    }

    private static Map<Long, Held> people(Transaction transaction, String partner, Patient patient) {
        Map<Long, Held> people = new HashMap<>();
        Records.byKeys(transaction, Identities.patientKeys(partner, patient)).values().stream()
                .filter(held -> held.version() > 0)
                .forEach(held -> people.put(held.pk(), held));
        return people;
    }

    /**
     * The record as replaced, where its sender alone speaks of it and of who is related to it, in messages, under no NHS number,
     * and nobody is restricted: an old and a new identity stay apart (carer-model.md, identity 3).
     */
    Optional<Replaced> replaced(Transaction transaction, String partner, Held former, Held found) {
        // Nobody speaks of either meanwhile.
        Locks.resources(transaction, Set.of(Hash.key(former.reference()), Hash.key(found.reference())));
        Held goesOn = Records.held(transaction, Sql.of("r.pk = ?", found.pk())).getFirst();
        UUID key = Identities.statementKey("");
        List<Contribution> said = contributions.of(transaction, List.of(former.pk()));
        return said.stream()
                .filter(one -> goesOn.live() && said.size() == 1 && one.active() && one.isOf(partner))
                .filter(one -> !contributions.areOfOthers(transaction, partner, former.pk()))
                .filter(one -> !Apart.isAmongCarers(transaction, former.pk()))
                .filter(one -> !tasks.areOfCarers(transaction, former.pk()))
                .filter(one -> Stream.of(former, goesOn).noneMatch(held -> isLabelled(transaction, held)))
                .filter(one -> !ownCarers.caresFor(transaction, partner, former, goesOn)
                        && !ownCarers.caresFor(transaction, partner, goesOn, former))
                .filter(one -> one.about().key().equals(key))
                .filter(one -> Identities.nhsNumber((Patient) one.said()).isEmpty())
                .findFirst()
                .map(one -> {
                    Patient patient = (Patient) one.said().copy();
                    Set<UUID> numbers = Identities.patientKeys(partner, patient);
                    patient.setActive(false);
                    patient.setIdentifier(patient.getIdentifier().stream()
                            .filter(identifier -> !Systems.isLocalOf(identifier.getSystem(), partner))
                            .toList());
                    patient.addLink()
                            .setOther(new Reference(goesOn.reference()))
                            .setType(LinkType.REPLACEDBY);
                    return new Replaced(former, patient, numbers, one.stamp());
                });
    }

    private boolean isLabelled(Transaction transaction, Held held) {
        return Label.of(resources.of(Records.current(transaction, held))) != Label.NONE;
    }

    /** Words with the former numbers, and the link to the record that is replaced. */
    static void link(Patient words, Resource before, Replaced other) {
        ((Patient) before)
                .getIdentifier().stream()
                        .filter(identifier ->
                                other.words().getIdentifier().stream().noneMatch(identifier::equalsDeep))
                        .forEach(identifier ->
                                words.addIdentifier(identifier.copy().setUse(IdentifierUse.OLD)));
        words.addLink().setOther(new Reference(other.held().reference())).setType(LinkType.REPLACES);
    }

    /** Why another record is linked to one. */
    void tell(Transaction transaction, long goesOn, Why.Rule rule, Replaced other) {
        Reasons.keep(
                transaction,
                goesOn,
                resources.json(
                        Why.of(rule).told(List.of(new Reference(other.held().reference())))));
    }
}
