package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.MergedNumbers.Merge;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Unlinked;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.stereotype.Component;

/**
 * What was told of a record goes to the one into which it was merged, and back when the merge is taken back; whatever was told
 * under its numbers meanwhile goes back, too.
 */
@Component
public class MergedRecords {

    private final Contributions contributions;
    private final Tellings tellings;
    private final Retold retold;

    MergedRecords(Contributions contributions, Tellings tellings, Retold retold) {
        this.contributions = contributions;
        this.tellings = tellings;
        this.retold = retold;
    }

    /** The merged record of whom a partner speaks, by that record's numbers and no others. */
    public Optional<Telling.Former> former(Transaction transaction, String partner, Patient who) {
        Set<UUID> numbers = Identities.patientKeys(partner, who);
        return Identities.nhsNumber(who).isPresent()
                ? Optional.empty()
                : MergedNumbers.of(transaction, numbers).map(Merge::told);
    }

    /**
     * What a sender told of who is related to a record that it merged, and of their stays, is told of the person who goes on.
     *
     * @param survivor the key of the person who goes on
     * @return the changes that make the record follow, one after another
     */
    public List<Change> merge(
            Transaction transaction, Caller caller, Merges.Replaced replaced, long survivor, Stamp at) {
        Held from = replaced.held();
        Held to = person(transaction, survivor);
        String partner = caller.partner().ods();
        Merge merge = new Merge(from.pk(), survivor, at.at());
        Set<UUID> numbers = new HashSet<>(replaced.numbers());
        numbers.removeAll(MergedNumbers.numbers(transaction, MergedNumbers.all(transaction, from.pk())));
        MergedNumbers.keep(transaction, numbers, merge);
        PatientsApart.forget(transaction, from.pk(), survivor);
        List<Telling> went = new ArrayList<>();
        List<Telling> stays = new ArrayList<>();
        for (Telling one : tellings.of(transaction, partner, from.pk())) {
            if (one.type().equals("Patient")) {
                stays.add(one);
            } else {
                went.add(retold.of(one, from, to).under(one.former().or(() -> Optional.of(merge.told()))));
            }
        }
        List<Telling> there = tellings.of(transaction, partner, to.pk());
        MergedNames names = MergedNames.of(transaction, partner, went, there);
        List<Telling> told = names.told(went);
        names.rekey(from);
        tellings.replace(transaction, partner, from.pk(), stays);
        tellings.keep(transaction, told);
        return retold.changes(new Retold.Way(transaction, caller, from, to, at, told, List.of(), there));
    }

    /**
     * Takes a merge back: each of the two is what was told of it, as if they had never been one.
     *
     * @return the changes that make the record follow, one after another; empty where the two are not merged with each other
     */
    public Optional<List<Change>> unlink(Transaction transaction, Caller caller, Unlinked two, Stamp at) {
        String partner = caller.partner().ods();
        Set<UUID> one = Identities.patientKeys(partner, two.one());
        Set<UUID> other = Identities.patientKeys(partner, two.other());
        Locks.keys(transaction, Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet()));
        Optional<Merge> found = merge(transaction, other, one).or(() -> merge(transaction, one, other));
        if (found.isEmpty()) {
            pks(transaction, one).forEach(its -> pks(transaction, other)
                    .forEach(another -> PatientsApart.takenBack(transaction, its, another, partner, at)));
        }
        return found.filter(merge -> !at.at().isBefore(merge.at()))
                .flatMap(merge -> apart(transaction, caller, merge, at));
    }

    private static Optional<Merge> merge(Transaction transaction, Set<UUID> former, Set<UUID> survivor) {
        return MergedNumbers.of(transaction, former)
                .filter(merge -> leadOnlyTo(
                        merge.survivor(), Records.byKeys(transaction, former).values()))
                .filter(merge -> leadOnlyTo(
                        merge.survivor(), Records.byKeys(transaction, survivor).values()))
                .filter(merge -> !MergedNumbers.numbers(transaction, Set.of(merge.former()))
                        .containsAll(survivor));
    }

    private static Set<Long> pks(Transaction transaction, Set<UUID> numbers) {
        return Records.byKeys(transaction, numbers).values().stream()
                .map(Held::pk)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those words are not told in messages, and none of them can be taken out. */
    private boolean isSpokenOfByFhir(Transaction transaction, String partner, long person) {
        return contributions.of(transaction, List.of(person)).stream()
                .anyMatch(one -> one.isOf(partner) && one.active() && one.message() == null);
    }

    /** Whether the one who goes on was not merged since. */
    static boolean isLast(Transaction transaction, Merge merge) {
        return leadOnlyTo(
                merge.survivor(),
                Records.byKeys(transaction, MergedNumbers.numbers(transaction, Set.of(merge.former())))
                        .values());
    }

    private static boolean leadOnlyTo(long survivor, Collection<Held> held) {
        return !held.isEmpty() && held.stream().allMatch(one -> one.pk() == survivor);
    }

    /** The same of a merge that its sender made, and after which none was made of who goes on. */
    Optional<List<Change>> apart(Transaction transaction, Caller caller, Merge merge, Stamp at) {
        Held from = person(transaction, merge.survivor());
        Held to = person(transaction, merge.former());
        Locks.resources(transaction, Set.of(Hash.key(from.reference()), Hash.key(to.reference())));
        String partner = caller.partner().ods();
        if (isSpokenOfByFhir(transaction, partner, from.pk())) {
            return Optional.empty();
        }
        Set<Long> formers = MergedNumbers.all(transaction, merge.former());
        Set<UUID> numbers = MergedNumbers.numbers(transaction, formers);
        List<Telling> went = new ArrayList<>();
        List<Telling> rest = new ArrayList<>();
        for (Telling one : tellings.of(transaction, partner, from.pk())) {
            if (one.former().filter(told -> formers.contains(told.pk())).isPresent()) {
                went.add(retold.of(one, from, to).under(one.former().filter(told -> told.pk() != merge.former())));
            } else {
                rest.add(LinkedPatients.without(one, partner, to.reference(), numbers));
            }
        }
        // A merge the other way round names the numbers of the one who went on, too.
        Set<UUID> others = LinkedPatients.numbers(rest, partner);
        went.replaceAll(one -> LinkedPatients.without(one, partner, from.reference(), others));
        List<Telling> back = tellings.of(transaction, partner, to.pk()).stream()
                .filter(one -> !LinkedPatients.areReplaced(one.said(), from.reference()))
                .toList();
        tellings.replace(transaction, partner, from.pk(), rest);
        tellings.replace(transaction, partner, to.pk(), back);
        tellings.keep(transaction, went);
        MergedNumbers.forget(transaction, merge.former());
        List<Change> changes = new ArrayList<>();
        patient(from, rest).ifPresent(changes::add);
        patient(to, Stream.concat(back.stream(), went.stream()).toList()).ifPresent(changes::add);
        changes.addAll(retold.changes(new Retold.Way(transaction, caller, from, to, at, went, rest, back)));
        return Optional.of(changes);
    }

    /** That a person is what is told of them. */
    static Optional<Change> patient(Held person, List<Telling> told) {
        return told.stream()
                .filter(one -> one.said() instanceof Patient)
                .reduce((earlier, later) -> later.stamp().isAfter(earlier.stamp()) ? later : earlier)
                .map(one -> Retold.said(new Change.Aim.Known(person.pk()), one));
    }

    static Held person(Transaction transaction, long pk) {
        return Records.held(transaction, Sql.of("r.pk = ?", pk)).getFirst();
    }
}
