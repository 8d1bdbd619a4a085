package org.carerrecord.gateway.contributions;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.WriteRule;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.SameTask;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.stereotype.Component;

/**
 * What people say of whether two patients are one: a merge that joined two is taken back and stays so, whatever is sent, until
 * people say otherwise. They link no two whose numbers nobody merged (carer-model.md, identity 1).
 */
@Component
final class MergeReviews {

    private final Contributions contributions;
    private final MergesByPeople merges;
    private final Resources resources;

    MergeReviews(Contributions contributions, MergesByPeople merges, Resources resources) {
        this.contributions = contributions;
        this.merges = merges;
        this.resources = resources;
    }

    /**
     * Does what a Task tells.
     *
     * @throws Fault where that cannot be
     */
    void follow(Transaction transaction, Caller caller, SameTask task, WriteRule.Retelling retelling) {
        Optional<SameTask.Answer> answer = task.answer();
        if (answer.isEmpty()) {
            return;
        }
        Held one = person(transaction, task.focus());
        Held other = person(transaction, task.other().orElseThrow());
        lock(transaction, List.of(one, other));
        transaction.concerns(one.pk());
        transaction.concerns(other.pk());
        MergesByPeople.Round round = new MergesByPeople.Round(transaction, caller, retelling);
        switch (answer.get()) {
            case ACCEPT -> join(round, one, other);
            case REFUSE -> stay(round, one, other);
            case NEVER -> part(round, one, other);
        }
    }

    private static Optional<Held> live(Transaction transaction, String reference) {
        return ReferenceText.local(reference)
                .flatMap(text -> Records.held(transaction, text.type(), text.id()))
                .filter(Held::live);
    }

    private static Held person(Transaction transaction, String reference) {
        return live(transaction, reference)
                .orElseThrow(() -> new Fault(FaultKind.INVALID, "Task", "it refers to a Patient that is not there"));
    }

    /** No message speaks of either meanwhile. */
    private void lock(Transaction transaction, List<Held> both) {
        List<String> people = both.stream().map(Held::reference).toList();
        Locks.keys(transaction, numbers(transaction, people));
        Locks.resources(transaction, people.stream().map(Hash::key).collect(Collectors.toUnmodifiableSet()));
    }

    /** The numbers of two patients of whom a Task tells: a message locks these first, too, so that neither waits in a circle. */
    Set<UUID> locks(Transaction transaction, Change change) {
        return Optional.ofNullable(change.resource())
                .flatMap(SameTask::of)
                .map(said -> change.aim() instanceof Change.Aim.ById(String id)
                        ? kept(transaction, id).orElse(said)
                        : said)
                .flatMap(task -> task.other()
                        .filter(other -> task.isOfPatients())
                        .map(other -> numbers(transaction, List.of(task.focus(), other))))
                .orElse(Set.of());
    }

    private Optional<SameTask> kept(Transaction transaction, String id) {
        return Records.held(transaction, "Task", id)
                .filter(Held::live)
                .flatMap(held -> SameTask.of(resources.of(Records.current(transaction, held))));
    }

    /** Digests of the numbers under which messages speak of patients, as far as these are there. */
    private Set<UUID> numbers(Transaction transaction, List<String> references) {
        Set<UUID> numbers = new HashSet<>();
        for (String reference : references) {
            live(transaction, reference).ifPresent(held -> {
                Patient person = (Patient) resources.of(Records.current(transaction, held));
                contributions
                        .of(transaction, List.of(held.pk()))
                        .forEach(one -> numbers.addAll(
                                Identities.patientKeys(one.about().partner(), person)));
            });
        }
        return numbers;
    }

    private void join(MergesByPeople.Round round, Held one, Held other) {
        Transaction transaction = round.transaction();
        if (MergedNumbers.between(transaction, one.pk(), other.pk()).isEmpty()) {
            merges.again(
                    round,
                    PatientsApart.of(transaction, one.pk(), other.pk())
                            .filter(two -> two.merge().isPresent())
                            .orElseThrow(() -> new Fault(
                                    FaultKind.INVALID,
                                    "Task.output",
                                    "nobody who gives their numbers merged the two: people alone link no two"
                                            + " patients")));
        }
    }

    private static void stay(MergesByPeople.Round round, Held one, Held other) {
        Transaction transaction = round.transaction();
        if (MergedNumbers.between(transaction, one.pk(), other.pk()).isPresent()) {
            throw new Fault(FaultKind.INVALID, "Task.output", "they are linked: never takes a link back");
        }
        PatientsApart.of(transaction, one.pk(), other.pk())
                .ifPresent(two -> PatientsApart.keep(transaction, two.toldApart(false)));
    }

    private void part(MergesByPeople.Round round, Held one, Held other) {
        Transaction transaction = round.transaction();
        Optional<MergedNumbers.Merge> merge = MergedNumbers.between(transaction, one.pk(), other.pk());
        if (merge.isEmpty() && areOne(transaction, one, other)) {
            throw new Fault(
                    FaultKind.DUPLICATE,
                    "Task",
                    "they are linked by way of another: take the merge with that one back first");
        }
        PatientsApart.Two two = merge.map(its -> merges.takeBack(round, its))
                .or(() -> PatientsApart.of(transaction, one.pk(), other.pk()))
                .orElseGet(() -> new PatientsApart.Two(other.pk(), one.pk(), true, Optional.empty()));
        PatientsApart.keep(transaction, two.toldApart(true));
    }

    /** Whether one was merged into the other, or both into a third, on whatever way. */
    private static boolean areOne(Transaction transaction, Held one, Held other) {
        Set<Long> its = new HashSet<>(MergedNumbers.survivors(transaction, Set.of(one.pk())));
        its.add(one.pk());
        Set<Long> another = new HashSet<>(MergedNumbers.survivors(transaction, Set.of(other.pk())));
        another.add(other.pk());
        return !Collections.disjoint(its, another);
    }
}
