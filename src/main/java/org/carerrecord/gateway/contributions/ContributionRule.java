package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.WriteRule;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.identity.Apart;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.Persons;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
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
    private final OneRecord record;
    private final Consequences consequences;
    private final CarersOfOne carers;
    private final Persons persons;
    private final SameQuestions questions;
    private final SameReviews sameReviews;
    private final OwnRecords ownRecords;
    private final FollowedTasks tasks;
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
            OwnRecords ownRecords,
            FollowedTasks tasks,
            Resources resources) {
        this.contributions = contributions;
        this.byMessage = new ByMessage(tellings);
        this.byFhir = new ByFhir(tellings, owners, record, resources);
        this.record = record;
        this.consequences = consequences;
        this.carers = carers;
        this.persons = persons;
        this.questions = questions;
        this.sameReviews = sameReviews;
        this.ownRecords = ownRecords;
        this.tasks = tasks;
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
    public Set<UUID> locks(Change change) {
        return change.resource() instanceof RelatedPerson related
                ? Persons.locks(related, Claim.isOfCarer(related))
                : Set.of();
    }

    @Override
    public Optional<Held> recognise(Transaction transaction, Caller caller, Change change) {
        return change.resource() instanceof RelatedPerson related
                ? carers.known(transaction, caller, related)
                : Optional.empty();
    }

    @Override
    public Optional<Held> identified(Transaction transaction, Caller caller, Change change, Held held) {
        return change.resource() instanceof RelatedPerson related
                ? carers.identified(transaction, caller, related, held)
                : Optional.of(held);
    }

    @Override
    public Optional<Held> meant(Transaction transaction, Caller caller, Change change, Collection<Held> found) {
        return change.resource() instanceof Patient patient
                        && change.statement().isPresent()
                ? Merges.meant(patient, found)
                : sameReviews.meant(transaction, caller, change, found);
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
    public List<Settled> settle(
            Transaction transaction,
            Caller caller,
            Version.SaidBy said,
            List<Proposal> proposals,
            Map<Long, Mask> seen) {
        Contributions.Found found = contributions.found(
                transaction,
                proposals.stream()
                        .filter(p -> p.held().isPresent())
                        .map(Proposal::pk)
                        .toList());
        List<Contribution> held = found.statements();
        Patients patients = new Patients(transaction, resources, proposals);
        List<Contribution> saved = new ArrayList<>();
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
                    patient(proposal, patients),
                    Optional.ofNullable(seen.get(proposal.pk())));
            List<Contribution> changed =
                    proposal.change().statement().isPresent() ? byMessage.changed(one) : byFhir.changed(one);
            List<Contribution> now = Contribution.replaced(before, changed);
            boolean isApart =
                    found.apart().contains(proposal.pk()) || proposal.another().isPresent();
            joining.check(one, changed, isApart);
            saved.addAll(changed);
            settled.put(proposal.pk(), settled(transaction, caller, proposal, now, changed, isApart));
            told.add(new Consequences.Told(one, now));
            proposal.another().ifPresent(other -> Apart.doubt(transaction, proposal.pk(), other));
        }
        consequences.follow(transaction, told, patients, settled);
        List<Persons.Likeness> alike = persons.follow(
                transaction, Contribution.toldAnew("RelatedPerson", held, saved), Claim::isOfCarer, settled);
        contributions.save(transaction, saved, held);
        questions.ask(transaction, caller, alike, settled);
        reviews.forEach(review -> sameReviews.follow(transaction, caller, review, patients, settled));
        ownRecords.follow(transaction, proposals, held, saved, settled);
        return List.copyOf(settled.values());
    }

    /** The patient whom the change speaks of; null for a withdrawal and for what names none. */
    private static @Nullable Long patient(Proposal proposal, Patients patients) {
        Resource words = proposal.change().resource();
        if (words == null) {
            return null;
        }
        if (words instanceof Patient) {
            return proposal.pk();
        }
        return Resources.person(words)
                .filter(text -> text.startsWith("Patient/"))
                .map(patients::key)
                .orElse(null);
    }

    private Settled settled(
            Transaction transaction,
            Caller caller,
            Proposal proposal,
            List<Contribution> all,
            List<Contribution> changed,
            boolean isApart) {
        Change change = proposal.change();
        boolean said = change.resource() != null && !all.isEmpty();
        OneRecord.Made made = all.isEmpty() ? untold(transaction, proposal) : record.of(all, today(transaction));
        if (changed.stream().anyMatch(Contribution::active)) {
            made.resource().ifPresent(resource -> OneNumber.check(change, resource));
        }
        return new Settled(
                change.place(),
                change.type(),
                proposal.pk(),
                proposal.id(),
                proposal.held(),
                made.resource().orElse(null),
                said ? identifying(transaction, caller, proposal, all, isApart) : Set.of(),
                made.shared(),
                made.young(),
                sources(transaction, proposal, made),
                said ? Ties.of(caller, made.resource().orElse(null)) : Set.of(),
                false);
    }

    /** Who is asked by a Task stays so, whoever answers it. */
    private static Set<String> sources(Transaction transaction, Proposal proposal, OneRecord.Made made) {
        boolean isAsked =
                proposal.change().type().equals("Task") && proposal.held().isPresent();
        if (!isAsked) {
            return made.sources();
        }
        Set<String> sources = new HashSet<>(Records.sources(transaction, proposal.pk()));
        sources.addAll(made.sources());
        return sources;
    }

    /** What nobody ever said stays as it is, whoever takes it back. */
    private OneRecord.Made untold(Transaction transaction, Proposal proposal) {
        return new OneRecord.Made(
                proposal.held().filter(Held::live).map(held -> resources.of(current(transaction, held))),
                proposal.held().map(Held::shared).orElse(true),
                proposal.held().map(Held::young).orElse(false),
                Set.of());
    }

    public static Version current(Transaction transaction, Held held) {
        return Records.current(transaction, Sql.of("r.pk = ?", held.pk())).getFirst();
    }

    /** People are known by what all who speak of them say; anything else by the change's own keys. */
    private Set<UUID> identifying(
            Transaction transaction, Caller caller, Proposal proposal, List<Contribution> all, boolean isApart) {
        Set<UUID> keys = new HashSet<>();
        switch (proposal.change().type()) {
            case "Patient" ->
                all.stream()
                        .filter(Contribution::active)
                        .forEach(one ->
                                keys.addAll(Identities.patientKeys(one.about().partner(), (Patient) one.said())));
            case "RelatedPerson" -> all.forEach(one -> keys.addAll(one.carerKeys()));
            default -> keys.addAll(keys(caller, proposal.change()));
        }
        if (isApart) {
            // A number under which two were told, whom people told apart, identifies the one who has it already.
            Records.byKeys(transaction, keys).forEach((key, held) -> {
                if (held.pk() != proposal.pk()) {
                    keys.remove(key);
                }
            });
        }
        return keys;
    }

    /** By which ages and ends are reckoned. */
    public static LocalDate today(Transaction transaction) {
        return LocalDate.ofInstant(transaction.now(), StatedTime.ENGLAND);
    }
}
