package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.WriteRule;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.Moves.Side;
import org.carerrecord.gateway.identity.Apart;
import org.carerrecord.gateway.identity.SameTask;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.springframework.stereotype.Component;

/**
 * What people say of whether two relationships are those of one human being: an accepted link is made, a wrong one taken
 * back, and what they tell apart stays apart (carer-model.md, identity 1). The same of two patients does {@link MergeReviews}.
 */
@Component
final class SameReviews {

    private final Contributions contributions;
    private final Moves moves;
    private final SameQuestions questions;
    private final WhoSays whoSays;
    private final MergeReviews merges;
    private final Resources resources;

    SameReviews(
            Contributions contributions,
            Moves moves,
            SameQuestions questions,
            WhoSays whoSays,
            MergeReviews merges,
            Resources resources) {
        this.contributions = contributions;
        this.moves = moves;
        this.questions = questions;
        this.merges = merges;
        this.whoSays = whoSays;
        this.resources = resources;
    }

    /**
     * Whether a proposal is such a Task: one of somebody's, or the one that the gateway keeps.
     *
     * @param said what was told of it before
     * @throws Fault INVALID where that was something else: nobody asked then who sees the two sides
     */
    static boolean isFor(Proposal proposal, List<Contribution> said) {
        if (isSuch(proposal) && !said.isEmpty()) {
            throw new Fault(FaultKind.INVALID, "Task.code", "it told something else before: say this by another Task");
        }
        return isSuch(proposal);
    }

    private static boolean isSuch(Proposal proposal) {
        return proposal.change().statement().isEmpty()
                && proposal.change().resource() instanceof Task task
                && SameTask.of(task).isPresent();
    }

    /** Of carers whom people told apart, the one of whom the caller spoke, or at whom it aims. */
    Optional<Held> meant(Transaction transaction, Caller caller, Change change, Collection<Held> found) {
        List<Long> pks = found.stream().map(Held::pk).toList();
        if (!change.type().equals("RelatedPerson") || !Apart.isAmong(transaction, pks)) {
            return Optional.empty();
        }
        Set<Long> own = contributions.of(transaction, pks).stream()
                .filter(one -> one.isOf(caller.partner().ods()))
                .map(one -> one.about().resource())
                .collect(Collectors.toUnmodifiableSet());
        Predicate<Held> isMeant = change.aim() instanceof Change.Aim.ById(String id)
                ? held -> held.id().equals(id)
                : held -> own.contains(held.pk());
        List<Held> meant = found.stream().filter(isMeant).toList();
        return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
    }

    /** Does what the Task tells, and adds to what is settled the Task and all that follows. */
    void follow(
            Transaction transaction, Caller caller, Proposal proposal, Patients patients, Map<Long, Settled> settled) {
        SameTask said = SameTask.of(Objects.requireNonNull(proposal.change().resource()))
                .orElseThrow();
        SameTask task = proposal.held()
                .filter(Held::live)
                .map(held -> SameTask.of(resources.of(Records.current(transaction, held)))
                        .orElseThrow(() -> new Fault(
                                FaultKind.INVALID, "Task.code", "it asks something else: answer that, or say another")))
                .orElse(said);
        Optional<SameTask.Answer> answer = said.answer();
        Locks.resources(
                transaction,
                Stream.concat(Stream.of(task.focus()), task.other().stream())
                        .map(Hash::key)
                        .collect(Collectors.toUnmodifiableSet()));
        boolean isKept = proposal.held().filter(Held::live).isPresent();
        Side one = side(transaction, caller, task.focus(), isKept, settled);
        Optional<Side> other = task.other().map(reference -> side(transaction, caller, reference, isKept, settled));
        if (other.isEmpty() && task.contributor().isEmpty()) {
            throw new Fault(FaultKind.MISSING, "Task.input", "name the other side: other, or contributor");
        }
        if (other.filter(side -> side.pk() == one.pk()).isPresent()) {
            throw new Fault(FaultKind.INVALID, "Task.input", "the two sides are one");
        }
        String patient = patient(transaction, one);
        task.contributor().filter(ods -> other.isEmpty()).ifPresent(ods -> requireTold(transaction, caller, one, ods));
        Moves.Round round = new Moves.Round(transaction, patients, settled, new ArrayList<>());
        Side second = other.orElseGet(() -> moves.newSide(one));
        if (other.isEmpty() && !answer.equals(Optional.of(SameTask.Answer.NEVER))) {
            throw new Fault(
                    FaultKind.INVALID, "Task.output", "whose words are somebody else's is told by the answer never");
        }
        if (answer.isPresent() && !task.isOfPatients()) {
            follow(answer.get(), round, task, one, second);
        }
        questions.ask(transaction, caller, ToldApart.Now.NOTHING, round.alike(), settled);
        Set<String> asked = new HashSet<>(questions.asked(
                transaction,
                caller,
                Set.of(one.reference(), second.reference()),
                one.isOfSamePatient(second),
                settled));
        asked.add(caller.partner().ods());
        settled.put(
                proposal.pk(),
                new Settled(
                        proposal.change().place(),
                        "Task",
                        proposal.pk(),
                        proposal.id(),
                        proposal.held(),
                        kept(transaction, caller, task, said, second, patient),
                        Set.of(SameTask.key(one.reference(), second.reference())),
                        false,
                        false,
                        Settled.silent(asked),
                        Set.of(),
                        true));
    }

    /** Does what a stored Task tells of two patients: what was told of them is told anew. */
    void follow(Transaction transaction, Caller caller, Collection<Proposal> stored, WriteRule.Retelling retelling) {
        stored.stream()
                .filter(SameReviews::isSuch)
                .map(one -> Records.current(transaction, Sql.of("r.pk = ?", one.pk()))
                        .getFirst())
                .flatMap(task -> SameTask.of(resources.of(task)).stream())
                .filter(SameTask::isOfPatients)
                .forEach(task -> merges.follow(transaction, caller, task, retelling));
    }

    private void follow(SameTask.Answer answer, Moves.Round round, SameTask task, Side one, Side other) {
        switch (answer) {
            case ACCEPT -> moves.link(round, one, other);
            case NEVER -> {
                if (task.other().isEmpty()) {
                    moves.putOut(round, one, other, task.contributor().orElseThrow());
                } else {
                    moves.part(round, one, other);
                }
                Apart.keep(round.transaction(), one.pk(), other.pk());
            }
            case REFUSE -> {
                if (moves.areLinked(round, one, other)) {
                    throw new Fault(FaultKind.INVALID, "Task.output", "they are linked: never takes a link back");
                }
            }
        }
    }

    private static Task kept(
            Transaction transaction, Caller caller, SameTask task, SameTask said, Side other, String patient) {
        Reference author = new Reference()
                .setType("Organization")
                .setIdentifier(new Identifier()
                        .setSystem(Systems.ODS_ORGANIZATION)
                        .setValue(caller.partner().ods()));
        return task.kept(said, other.reference(), new Reference(patient), author, transaction.now());
    }

    /**
     * A side; whom the caller may not see, and who cares for nobody of the record, is not there. One that people linked to
     * the other is no more, and is found by the Task that is kept of it.
     */
    private Side side(
            Transaction transaction, Caller caller, String reference, boolean isKept, Map<Long, Settled> settled) {
        ReferenceText named = ReferenceText.local(reference).orElseThrow();
        Held held = Records.held(transaction, named.type(), named.id())
                .filter(one -> one.patient() != null)
                .filter(one -> one.live() ? sees(transaction, caller, one) : isKept)
                .orElseThrow(() ->
                        new Fault(FaultKind.INVALID, "Task", "it refers to a " + named.type() + " that is not there"));
        if (settled.containsKey(held.pk())) {
            throw new Fault(FaultKind.INVALID, "Task", "say who is who in an exchange of its own");
        }
        return Side.of(held);
    }

    /** Nobody learns by putting words out who speaks of a carer, but as {@code $contributions} tells. */
    private void requireTold(Transaction transaction, Caller caller, Side one, String contributor) {
        if (one.held()
                .filter(held -> whoSays.tells(transaction, caller, held, contributor))
                .isEmpty()) {
            throw Moves.nothingThere();
        }
    }

    /** The person cared for, locked. */
    private static String patient(Transaction transaction, Side one) {
        String patient = Records.held(transaction, Sql.of("r.pk = ?", Objects.requireNonNull(one.patient())))
                .getFirst()
                .reference();
        Locks.resources(transaction, Set.of(Hash.key(patient)));
        return patient;
    }

    /** Who speaks of a restricted person is told to nobody, and so neither who they may be. */
    private static boolean sees(Transaction transaction, Caller caller, Held held) {
        return new Visibility(caller, transaction.now())
                .seen(transaction, List.of(held)).values().stream().anyMatch(extent -> extent.mask() != Mask.ALL);
    }
}
