package org.carerrecord.gateway.pathway;

import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** The Task of a referral: who may put it to which status, and what that means (R4, Task, "State machine"); pure. */
record ReferralTask(Task task) {

    static final String CODE = "carer-referral";

    /** To what the recipient may put it from each status. */
    private static final Map<TaskStatus, Set<TaskStatus>> NEXT = Map.of(
            TaskStatus.REQUESTED, EnumSet.of(TaskStatus.RECEIVED, TaskStatus.ACCEPTED, TaskStatus.REJECTED),
            TaskStatus.RECEIVED, EnumSet.of(TaskStatus.ACCEPTED, TaskStatus.REJECTED),
            TaskStatus.ACCEPTED,
                    EnumSet.of(TaskStatus.INPROGRESS, TaskStatus.ONHOLD, TaskStatus.COMPLETED, TaskStatus.FAILED),
            TaskStatus.INPROGRESS, EnumSet.of(TaskStatus.ONHOLD, TaskStatus.COMPLETED, TaskStatus.FAILED),
            TaskStatus.ONHOLD, EnumSet.of(TaskStatus.INPROGRESS, TaskStatus.COMPLETED, TaskStatus.FAILED));

    private static final Set<TaskStatus> TAKEN =
            EnumSet.of(TaskStatus.ACCEPTED, TaskStatus.INPROGRESS, TaskStatus.ONHOLD);

    /** Those of which a reason is asked. */
    private static final Set<TaskStatus> EXPLAINED = EnumSet.of(TaskStatus.REJECTED, TaskStatus.FAILED);

    /** The Task of a referral, if it is one that the gateway made. */
    static Optional<ReferralTask> of(Resource resource) {
        return resource instanceof Task task && task.getCode().hasCoding(Canonical.CodeSystem.REFERRAL, CODE)
                ? Optional.of(new ReferralTask(task))
                : Optional.empty();
    }

    /** ODS code. */
    String referrer() {
        return task.getRequester().getIdentifier().getValue();
    }

    /** ODS code. */
    String recipient() {
        return task.getOwner().getIdentifier().getValue();
    }

    boolean isOpen() {
        return NEXT.containsKey(task.getStatus());
    }

    /** Whether it gives the recipient a relationship with the carer. */
    boolean isTaken() {
        return TAKEN.contains(task.getStatus());
    }

    /** What becomes of the request. */
    ServiceRequestStatus requested() {
        return isOpen()
                ? ServiceRequestStatus.ACTIVE
                : task.getStatus() == TaskStatus.COMPLETED
                        ? ServiceRequestStatus.COMPLETED
                        : ServiceRequestStatus.REVOKED;
    }

    /**
     * The Task with what somebody says of it: its status, the reason and the business status, by who changes it or by the
     * recipient while it is open, and notes besides those that are there; all else stays.
     *
     * @param by ODS code of the referrer or the recipient
     * @throws Fault INVALID for a status that it may not have next, MISSING without a reason
     */
    ReferralTask answered(String by, Task said, Instant now) {
        TaskStatus next = said.getStatus();
        if (next != task.getStatus() && !next(by).contains(next)) {
            throw new Fault(
                    FaultKind.INVALID,
                    "Task.status",
                    isOpen()
                            ? "you may put it to "
                                    + String.join(
                                            ", ",
                                            next(by).stream()
                                                    .map(TaskStatus::toCode)
                                                    .toList())
                            : "it is over: refer again");
        }
        boolean isAnswer = next != task.getStatus();
        if (isAnswer && EXPLAINED.contains(next) && !said.hasStatusReason()) {
            throw new Fault(FaultKind.MISSING, "Task.statusReason", "say why");
        }
        Task answered = task.copy();
        if (isAnswer || (isOpen() && by.equals(recipient()))) {
            answered.setStatus(next);
            answered.setStatusReason(
                    said.hasStatusReason() ? said.getStatusReason().copy() : null);
            answered.setBusinessStatus(
                    said.hasBusinessStatus() ? said.getBusinessStatus().copy() : null);
        }
        said.getNote().stream()
                .map(ReferralTask::words)
                .filter(note -> answered.getNote().stream().noneMatch(note::equalsDeep))
                .forEach(answered::addNote);
        if (!answered.equalsDeep(task)) {
            answered.setLastModified(Date.from(now));
        }
        return new ReferralTask(answered);
    }

    private Set<TaskStatus> next(String by) {
        return by.equals(recipient())
                ? NEXT.getOrDefault(task.getStatus(), Set.of())
                : isOpen() ? Set.of(TaskStatus.CANCELLED) : Set.of();
    }

    /** Without its author: a reference might lead to what the other may not know of. */
    private static Annotation words(Annotation note) {
        Annotation words = new Annotation().setTimeElement(note.getTimeElement().copy());
        return words.setTextElement(note.getTextElement().copy());
    }
}
