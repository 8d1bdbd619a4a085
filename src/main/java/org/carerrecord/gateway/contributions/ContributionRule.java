package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.WriteRule;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.identity.Apart;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.Persons;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.springframework.stereotype.Component;

/**
 * Contributions in, one record out: what a partner says is kept as its own, and the shared resource is computed from the
 * active contributions (carer-model.md, "Contributions in, one record out").
 */
@Component
public class ContributionRule implements WriteRule {

    private final Contributions contributions;
    private final ByMessage byMessage;
    private final ByFhir byFhir;
    private final Settling settling;
    private final Consequences consequences;
    private final CarersOfOne carers;
    private final Persons persons;
    private final SameQuestions questions;
    private final SameReviews sameReviews;
    private final MergeReviews mergeReviews;
    private final OwnRecords ownRecords;
    private final FollowedTasks tasks;
    private final TiesThatEnd ties;
    private final Joining joining;
    private final Resources resources;

    ContributionRule(
            Contributions contributions,
            Tellings tellings,
            OneRecord record,
            Owners owners,
            Consequences consequences,
            CarersOfOne carers,
            Persons persons,
            SameQuestions questions,
            SameReviews sameReviews,
            MergeReviews mergeReviews,
            OwnRecords ownRecords,
            FollowedTasks tasks,
            TiesThatEnd ties,
            Resources resources) {
        this.contributions = contributions;
        this.byMessage = new ByMessage(tellings, resources);
        this.byFhir = new ByFhir(tellings, owners, record, resources);
        this.settling = new Settling(record, resources);
        this.consequences = consequences;
        this.carers = carers;
        this.persons = persons;
        this.questions = questions;
        this.sameReviews = sameReviews;
        this.mergeReviews = mergeReviews;
        this.ownRecords = ownRecords;
        this.tasks = tasks;
        this.ties = ties;
        this.joining = new Joining(resources);
        this.resources = resources;
    }

    @Override
    public SequencedSet<UUID> keys(Caller caller, Change change) {
        if (change.resource() instanceof Patient patient && !caller.partner().asItIs()) {
            OneNumber.check(change, patient);
        }
        return Identities.keys(caller, change);
    }

    @Override
    public Set<UUID> locks(Transaction transaction, Change change) {
        return change.resource() instanceof RelatedPerson related
                ? Persons.locks(related, Claim.isOfCarer(related))
                : mergeReviews.locks(transaction, change);
    }

    @Override
    public Recognition recognition(Transaction transaction, Caller caller) {
        CarersOfOne.Told told = carers.told(transaction, caller);
        return change -> change.resource() instanceof RelatedPerson related ? told.known(related) : Optional.empty();
    }

    @Override
    public Optional<Held> identified(Transaction transaction, Caller caller, Change change, Held held) {
        return change.resource() instanceof RelatedPerson related
                ? carers.identified(transaction, caller, change, related, held)
                : Optional.of(held);
    }

    @Override
    public Optional<Held> meant(Transaction transaction, Caller caller, Change change, Collection<Held> found) {
        return change.resource() instanceof Patient patient
                        && change.statement().isPresent()
                ? Merges.meant(patient, found)
                : sameReviews
                        .meant(transaction, caller, change, found)
                        .or(() -> carers.saidAgain(transaction, caller, change, found));
    }

    @Override
    public boolean isAsked(String type, String place, Fault fault) {
        return NumberQuestions.areFor(type, place, fault);
    }

    @Override
    public List<Change> questions(Transaction transaction, Caller caller, Collection<Held> concerned) {
        return NumberQuestions.about(
                transaction, caller, concerned, Stamp.committed(transaction.now()), new Change.Part("fhir", null));
    }

    @Override
    public Settlement settlement(
            Transaction transaction, Caller caller, Version.SaidBy said, Collection<Proposal> proposals) {
        Supplier<Found> found = contributions.ahead(transaction, held(proposals), ToldApart.questions(proposals));
        FlagsHeld flags = FlagsHeld.ahead(transaction, proposals);
        return (toSettle, seen) ->
                settle(transaction, caller, said, toSettle, seen, found.get().of(held(toSettle)), flags);
    }

    private static Set<Long> held(Collection<Proposal> proposals) {
        return proposals.stream()
                .filter(p -> p.held().isPresent())
                .map(Proposal::pk)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Settled> settle(
            Transaction transaction,
            Caller caller,
            Version.SaidBy said,
            List<Proposal> proposals,
            Map<Long, Extent> seen,
            Found found,
            FlagsHeld flags) {
        List<Contribution> held = found.statements();
        Patients patients = new Patients(transaction, resources, proposals);
        List<Contribution> saved = new ArrayList<>();
        List<Contribution> gone = new ArrayList<>();
        Map<Long, Settled> settled = new LinkedHashMap<>();
        List<Consequences.Told> told = new ArrayList<>();
        List<Proposal> reviews = new ArrayList<>();
        for (Proposal proposal : proposals) {
            List<Contribution> before = held.stream()
                    .filter(one -> one.about().resource() == proposal.pk())
                    .toList();
            if (before.isEmpty() && tasks.isFor(transaction, proposal)) {
                tasks.follow(transaction, caller, proposal, settled);
                continue;
            }
            if (SameReviews.isFor(proposal, before)) {
                reviews.add(proposal);
                continue;
            }
            Said one = new Said(
                    transaction,
                    caller.partner(),
                    said.message(),
                    proposal,
                    before,
                    patients.spokenOf(proposal),
                    Optional.ofNullable(seen.get(proposal.pk())));
            Next next =
                    proposal.change().statement().isPresent() ? byMessage.changed(one) : Next.of(byFhir.changed(one));
            List<Contribution> changed = next.said();
            List<Contribution> now = next.after(before);
            boolean isApart =
                    found.apart().contains(proposal.pk()) || proposal.another().isPresent();
            joining.check(one, changed, isApart);
            saved.addAll(changed);
            settled.put(proposal.pk(), settling.of(transaction, caller, one, next, isApart));
            gone.addAll(next.gone());
            leave(transaction, one, next, settled);
            told.add(new Consequences.Told(one, now));
            proposal.another().ifPresent(other -> Apart.doubt(transaction, proposal.pk(), other));
        }
        FormerPatients.refuse(transaction, caller, proposals, patients, settled);
        // What was asked for before some of it was forgotten is asked for again.
        consequences.follow(
                transaction,
                told,
                found.ended(),
                gone.isEmpty() ? flags : FlagsHeld.unasked(transaction),
                patients,
                settled);
        List<Persons.Likeness> alike = persons.follow(
                transaction, Contribution.toldAnew("RelatedPerson", held, saved), Claim::isOfCarer, settled);
        contributions.save(transaction, saved, held);
        ties.follow(transaction, caller, held, saved, gone);
        List<Persons.Likeness> asked = new ArrayList<>(found.asked() ? ToldApart.together(settled) : List.of());
        asked.addAll(alike);
        questions.ask(transaction, caller, ToldApart.Now.of(said.message(), proposals), asked, settled);
        reviews.forEach(review -> sameReviews.follow(transaction, caller, review, patients, settled));
        ownRecords.follow(new OwnRecords.Round(
                transaction,
                proposals,
                held,
                saved,
                told.stream().flatMap(one -> one.now().stream()).toList(),
                found.ended(),
                patients,
                settled));
        return List.copyOf(settled.values());
    }

    @Override
    public void follow(Transaction transaction, Caller caller, Collection<Proposal> stored, Retelling retelling) {
        sameReviews.follow(transaction, caller, stored, retelling);
    }

    /** Of what nobody tells any more. */
    private void leave(Transaction transaction, Said said, Next next, Map<Long, Settled> settled) {
        contributions.forget(transaction, next.gone());
        Proposal proposal = said.proposal();
        if (proposal.change().type().equals("RelatedPerson")
                && next.after(said.before()).isEmpty()
                && !next.gone().isEmpty()) {
            persons.leave(transaction, proposal.pk(), "RelatedPerson/" + proposal.id(), settled);
        }
    }
}
