package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.WriteRule;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.MergedNumbers.Merge;
import org.carerrecord.gateway.identity.Why;
import org.carerrecord.mapping.CarerKeys;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.stereotype.Component;

/**
 * A merge that people take back, and make again. Both are told anew in the words of the organisation that merged the numbers:
 * the record comes to what it would be had the merge not been told, and to what it was.
 */
@Component
final class MergesByPeople {

    private final Contributions contributions;
    private final Tellings tellings;
    private final Merges merges;
    private final MergedRecords records;
    private final MergedCarers carers;
    private final MergedPersons persons;
    private final Resources resources;

    MergesByPeople(
            Contributions contributions,
            Tellings tellings,
            Merges merges,
            MergedRecords records,
            MergedCarers carers,
            MergedPersons persons,
            Resources resources) {
        this.contributions = contributions;
        this.tellings = tellings;
        this.merges = merges;
        this.records = records;
        this.carers = carers;
        this.persons = persons;
        this.resources = resources;
    }

    /**
     * One exchange.
     *
     * @param caller who decides
     */
    record Round(Transaction transaction, Caller caller, WriteRule.Retelling retelling) {

        /** Each change after the one before, on which it may depend. What stops others' words is not told. */
        private void retell(Caller whose, List<Change> changes) {
            try {
                changes.forEach(change -> retelling.tell(whose, List.of(change)));
            } catch (Fault stop) {
                throw stop.kind().retryable() || stop.kind() == FaultKind.INTERNAL
                        ? stop
                        : impossible("what was said of the two since stands against it");
            }
        }

        private Stamp now() {
            return Stamp.committed(transaction.now());
        }

        /** Who merged the numbers, as it speaks itself. */
        private Caller whose(String partner) {
            return caller.agreement()
                    .partner(partner)
                    .map(one -> new Caller(caller.agreement(), one, one.purpose(), caller.requestId()))
                    .orElseThrow(() -> impossible("whoever merged them is no partner any more"));
        }
    }

    private static Fault impossible(String why) {
        return new Fault(FaultKind.DUPLICATE, "Task", why);
    }

    /** Takes a merge back, and tells what is kept of it. */
    PatientsApart.Two takeBack(Round round, Merge merge) {
        Transaction transaction = round.transaction();
        Held survivor = MergedRecords.person(transaction, merge.survivor());
        Contribution former = contributions.of(transaction, List.of(merge.former())).stream()
                .filter(one -> one.message() != null && LinkedPatients.areReplaced(one.said(), survivor.reference()))
                .findFirst()
                .orElseThrow(() -> impossible("whoever merged them says otherwise since"));
        String partner = former.about().partner();
        Caller whose = round.whose(partner);
        String replaced = MergedRecords.person(transaction, merge.former()).reference();
        Stamp at = tellings.of(transaction, partner, survivor.pk()).stream()
                .filter(one -> LinkedPatients.replace(one.said(), replaced))
                .map(Telling::stamp)
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> impossible("whoever merged them says otherwise since"));
        if (!MergedRecords.isLast(transaction, merge)) {
            throw impossible("the one who goes on was merged with another since: take that back first");
        }
        List<Change> apart = records.apart(transaction, whose, merge, round.now())
                .orElseThrow(() -> impossible("whoever merged them spoke of the one who goes on by FHIR since"));
        round.retell(whose, apart);
        Optional<Identifier> number = merged(transaction, partner, merge.former());
        Optional<CarerKeys> carer = number.flatMap(its -> keys(transaction, partner, its));
        carer.ifPresent(keys -> part(round, whose, number.orElseThrow().getSystem(), keys));
        return new PatientsApart.Two(
                merge.former(), merge.survivor(), true, Optional.of(new PatientsApart.Told(partner, at, carer)));
    }

    /** The number of a record that its sender merged as a carer's key, if it did. */
    private Optional<Identifier> merged(Transaction transaction, String partner, long former) {
        return contributions.of(transaction, List.of(former)).stream()
                .filter(one -> one.isOf(partner) && one.said() instanceof Patient)
                .flatMap(one -> ((Patient) one.said()).getIdentifier().stream())
                .filter(identifier ->
                        Systems.isLocalOf(identifier.getSystem(), partner) && identifier.getValue() != null)
                .filter(identifier -> keys(transaction, partner, identifier).isPresent())
                .findFirst();
    }

    private static Optional<CarerKeys> keys(Transaction transaction, String partner, Identifier number) {
        return new MergedKeys(transaction, partner)
                .next(number.getValue())
                .map(now -> new CarerKeys(number.getValue(), now));
    }

    private void part(Round round, Caller whose, String system, CarerKeys keys) {
        Transaction transaction = round.transaction();
        String partner = whose.partner().ods();
        MergedCarers.Parted parted = carers.unlink(transaction, partner, keys, round.now());
        round.retelling().say(whose, persons.part(transaction, partner, system, parted.gone(), keys.now()));
        round.retell(whose, parted.changes());
    }

    /** Makes a merge that was told and is not made. */
    void again(Round round, PatientsApart.Two two) {
        Transaction transaction = round.transaction();
        PatientsApart.Told merge = two.merge().orElseThrow();
        Caller whose = round.whose(merge.partner());
        Held former = MergedRecords.person(transaction, two.former());
        Held survivor = MergedRecords.person(transaction, two.survivor());
        Merges.Replaced replaced = merges.replaced(transaction, merge.partner(), former, survivor)
                .orElseThrow(() -> impossible("what was said of the two since stands against their being joined"));
        List<Telling> told = linked(transaction, merge, survivor, replaced);
        Telling first = told.stream()
                .filter(isOf(merge))
                .findFirst()
                .orElseThrow(() -> impossible("whoever merged them says otherwise since"));
        Change gone = replaced.said(new Change.Statement(
                Optional.of(Objects.requireNonNull(first.key())),
                merge.at(),
                Set.of("identifier"),
                true,
                Objects.requireNonNull(first.part())));
        tellings.keep(transaction, List.of(telling(first, former, gone)));
        tellings.replace(transaction, merge.partner(), survivor.pk(), told);
        merges.tell(transaction, survivor.pk(), Why.Rule.PEOPLE, replaced);
        // In one write, so that the numbers go from the one to the other.
        List<Change> both = new ArrayList<>(List.of(gone));
        MergedRecords.patient(survivor, told).ifPresent(both::add);
        round.retelling().tell(whose, both);
        round.retell(whose, records.merge(transaction, whose, replaced, survivor.pk(), merge.at()));
        merge.carer().ifPresent(keys -> join(round, whose, system(first, merge), keys, merge.at()));
    }

    private static Predicate<Telling> isOf(PatientsApart.Told merge) {
        return one -> one.said() instanceof Patient && one.stamp().equals(merge.at());
    }

    /** What was told of the one who goes on, the merge with the link that it makes. */
    private List<Telling> linked(
            Transaction transaction, PatientsApart.Told merge, Held survivor, Merges.Replaced replaced) {
        Predicate<Telling> isOf = isOf(merge);
        return tellings.of(transaction, merge.partner(), survivor.pk()).stream()
                .map(one -> isOf.test(one) ? linked(transaction, one, replaced) : one)
                .toList();
    }

    private Telling linked(Transaction transaction, Telling told, Merges.Replaced replaced) {
        Patient words = ((Patient) Objects.requireNonNull(told.said())).copy();
        Merges.link(words, resources.of(Records.current(transaction, replaced.held())), replaced);
        return told.of(told.patient(), words);
    }

    /** That the one who is replaced is so, by the same message. */
    private static Telling telling(Telling merge, Held former, Change gone) {
        Change.Statement statement = gone.statement().orElseThrow();
        return new Telling(
                merge.partner(),
                former.pk(),
                merge.type(),
                statement.stamp(),
                merge.key(),
                gone.resource(),
                statement.emptied(),
                merge.message(),
                merge.part());
    }

    /** Of the numbers that their sender merged. */
    private static String system(Telling first, PatientsApart.Told merge) {
        return ((Patient) Objects.requireNonNull(first.said()))
                .getIdentifier().stream()
                        .map(Identifier::getSystem)
                        .filter(system -> Systems.isLocalOf(system, merge.partner()))
                        .findFirst()
                        .orElseThrow();
    }

    private void join(Round round, Caller whose, String system, CarerKeys keys, Stamp at) {
        Transaction transaction = round.transaction();
        String partner = whose.partner().ods();
        round.retell(
                whose,
                carers.merge(transaction, partner, system, keys, at)
                        .orElseThrow(() -> impossible("people said since that the two are two as carers")));
        round.retelling()
                .say(
                        whose,
                        persons.link(transaction, partner, system, keys)
                                .orElseThrow(() -> impossible(
                                        "each cares for people as somebody else already: take that back first")));
    }
}
