package org.carerrecord.gateway.identity;

import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskOutputComponent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.hl7.fhir.r4.model.Type;

/**
 * A Task that asks whether two relationships are those of one human being, and holds the answer; or tells it unasked, also of
 * two patients.
 *
 * <p>{@code focus} is one side. The other is the input {@code other}, or of a relationship the words of the organisation that
 * is the input {@code contributor}. The answer is the output {@code answer} of a completed Task (CodeSystem CarerRecord-Review).
 */
public record SameTask(Task task) {

    private static final String OTHER = "other";
    private static final String CONTRIBUTOR = "contributor";
    private static final String ANSWER = "answer";
    private static final String WEIGHT = "weight";

    private static final Set<String> SIDES = Set.of("RelatedPerson", "Patient");

    private static final Set<TaskStatus> OPEN = EnumSet.of(
            TaskStatus.REQUESTED, TaskStatus.RECEIVED, TaskStatus.ACCEPTED, TaskStatus.INPROGRESS, TaskStatus.ONHOLD);

    /** Why the gateway asks no more what it asked by itself; what people ask, words alone do not answer. */
    private static final Set<Persons.Over> OF_WORDS = EnumSet.of(Persons.Over.TOLD_APART, Persons.Over.UNLIKE);

    /** What people say. */
    public enum Answer {
        ACCEPT,
        REFUSE,
        NEVER
    }

    /** The Task, if it is one that asks so. */
    public static Optional<SameTask> of(Resource resource) {
        return resource instanceof Task task && ReviewReason.SAME_PERSON.isOf(task)
                ? Optional.of(new SameTask(task))
                : Optional.empty();
    }

    /** The key of the one Task about two sides. */
    public static UUID key(String one, String other) {
        return Hash.key(
                "same person " + String.join(" ", Stream.of(one, other).sorted().toList()));
    }

    /** The key of the Task, where both sides are named. */
    Optional<UUID> key() {
        return side(task.getFocus()).flatMap(focus -> other().map(other -> key(focus, other)));
    }

    /** @throws Fault MISSING, INVALID */
    public String focus() {
        return side(task.getFocus()).orElseThrow(() -> {
            FaultKind kind = task.hasFocus() ? FaultKind.INVALID : FaultKind.MISSING;
            return new Fault(kind, "Task.focus", "name the relationship, as RelatedPerson/id, or the patient");
        });
    }

    /** Whether it is of two patients. */
    public boolean isOfPatients() {
        return isOfPatient(focus());
    }

    private static boolean isOfPatient(String side) {
        return side.startsWith("Patient/");
    }

    /** The other side, of the same kind. */
    public Optional<String> other() {
        return input(OTHER)
                .flatMap(value -> value instanceof Reference one ? side(one) : Optional.empty())
                .filter(other -> side(task.getFocus())
                        .filter(focus -> isOfPatient(focus) == isOfPatient(other))
                        .isPresent());
    }

    /** ODS code of the organisation whose words are the other side of a relationship. */
    public Optional<String> contributor() {
        return input(CONTRIBUTOR)
                .filter(value -> !isOfPatients())
                .flatMap(value -> value instanceof Identifier ods && Systems.ODS_ORGANIZATION.equals(ods.getSystem())
                        ? Optional.ofNullable(ods.getValue())
                        : Optional.empty());
    }

    private Optional<Type> input(String code) {
        return task.getInput().stream()
                .filter(one -> one.getType().hasCoding(Canonical.CodeSystem.REVIEW, code))
                .map(Task.ParameterComponent::getValue)
                .findFirst();
    }

    private static Optional<String> side(Reference reference) {
        return Optional.ofNullable(reference.getReference())
                .flatMap(ReferenceText::local)
                .filter(one -> SIDES.contains(one.type()))
                .map(one -> one.type() + "/" + one.id());
    }

    /**
     * The answer; empty while it is not given.
     *
     * @throws Fault INVALID where status and output do not go together
     */
    public Optional<Answer> answer() {
        List<Answer> answers = task.getOutput().stream()
                .filter(one -> one.getType().hasCoding(Canonical.CodeSystem.REVIEW, ANSWER))
                .flatMap(SameTask::answers)
                .toList();
        boolean isAnswered = task.getStatus() == TaskStatus.COMPLETED;
        if (isAnswered ? answers.size() != 1 : !answers.isEmpty() || !OPEN.contains(task.getStatus())) {
            throw new Fault(
                    FaultKind.INVALID,
                    "Task.output",
                    "answer by status completed with one output answer: accept, refuse or never");
        }
        return answers.stream().findFirst();
    }

    private static Stream<Answer> answers(TaskOutputComponent output) {
        return output.getValue() instanceof CodeableConcept said
                ? Stream.of(Answer.values())
                        .filter(one -> said.hasCoding(
                                Canonical.CodeSystem.REVIEW, one.name().toLowerCase(Locale.ROOT)))
                : Stream.empty();
    }

    /** A question that nobody answered yet. */
    public static Task question(Persons.Likeness alike, Reference patient, Instant now) {
        Task task = ReviewReason.SAME_PERSON.task(new Reference(alike.one()), patient, now);
        task.addInput().setType(concept(OTHER)).setValue(new Reference(alike.other()));
        return asking(task, alike, now);
    }

    /** The Task with what the two have in common now; open, unless people refused just that. */
    public Task askedAgain(Persons.Likeness alike, Instant now) {
        Task again = asking(task.copy(), alike, now);
        if (task.getInput().size() == again.getInput().size()
                && again.getInput().stream()
                        .allMatch(one -> task.getInput().stream().anyMatch(one::equalsDeep))) {
            return task;
        }
        if (task.getStatus() == TaskStatus.COMPLETED || task.getStatus() == TaskStatus.CANCELLED) {
            again.setStatus(TaskStatus.REQUESTED).setStatusReason(null).setOutput(null);
        }
        return again;
    }

    private static Task asking(Task task, Persons.Likeness alike, Instant now) {
        task.getInput().removeIf(one -> one.getType().hasCoding(Canonical.CodeSystem.REVIEW, WEIGHT));
        alike.why().elements().forEach(one -> task.addInput()
                .setType(concept(WEIGHT).setText(one.element() + ": " + one.level()))
                .setValue(Why.bits(one.weight())));
        return task.setLastModified(Date.from(now));
    }

    /** The Task, which nobody need look at any more; that one of them is restricted is not told. */
    public Task overtaken(Persons.Over over, Instant now) {
        boolean isAskedByPeople =
                task.getInput().stream().noneMatch(one -> one.getType().hasCoding(Canonical.CodeSystem.REVIEW, WEIGHT));
        if (!OPEN.contains(task.getStatus()) || (OF_WORDS.contains(over) && isAskedByPeople)) {
            return task;
        }
        Task overtaken = task.copy().setStatus(TaskStatus.CANCELLED).setLastModified(Date.from(now));
        reason(over).ifPresent(reason -> overtaken.setStatusReason(new CodeableConcept().setText(reason)));
        overtaken.getInput().removeIf(one -> one.getType().hasCoding(Canonical.CodeSystem.REVIEW, WEIGHT));
        return overtaken;
    }

    private static Optional<String> reason(Persons.Over over) {
        return switch (over) {
            case LINKED -> Optional.of("What was said since links them");
            case TOLD_APART -> Optional.of("Who speaks of both tells them apart");
            case UNLIKE -> Optional.of("They no longer look alike");
            case RESTRICTED -> Optional.empty();
        };
    }

    /** As the gateway keeps it: with both sides, and who said so. */
    public Task kept(SameTask said, String other, Reference patient, Reference author, Instant now) {
        Task kept = task.copy();
        kept.getMeta().setTag(null);
        Resources.serverMade(kept);
        kept.setStatus(said.task().getStatus()).setIntent(TaskIntent.ORDER);
        kept.setFor(patient);
        if (other().isEmpty()) {
            kept.addInput().setType(concept(OTHER)).setValue(new Reference(other));
        }
        kept.setOutput(said.task().copy().getOutput());
        kept.setNote(said.task().copy().getNote());
        if (!kept.hasAuthoredOn()) {
            kept.setAuthoredOn(Date.from(now));
        }
        if (!kept.equalsDeep(task)) {
            kept.setLastModified(Date.from(now));
            kept.setOwner(author);
        }
        return kept;
    }

    private static CodeableConcept concept(String code) {
        return new CodeableConcept(
                new Coding().setSystem(Canonical.CodeSystem.REVIEW).setCode(code));
    }
}
