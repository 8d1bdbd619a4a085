package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * Asks people when what a partner says cannot be taken since its numbers are those of different people, or change one
 * (carer-model.md, identity): a Task of that partner about the patient of whom it speaks; what it said is not in it.
 */
public final class NumberQuestions {

    private static final String ANOTHER_NUMBER = "another-number";

    private NumberQuestions() {}

    /** Whether a patient, told at a place, was refused because of their numbers. */
    public static boolean areFor(String type, String place, Fault fault) {
        return type.equals("Patient")
                && fault.kind() == FaultKind.DUPLICATE
                && fault.place().equals(place + ".identifier");
    }

    /**
     * One Task for each patient, asked again when it is said again; of those of whom the partner does not speak it learns nothing.
     *
     * @param concerned to whom the numbers lead
     * @param stamp when it was said
     * @param part of what
     */
    public static List<Change> about(
            Transaction transaction, Caller caller, Collection<Held> concerned, Stamp stamp, Change.Part part) {
        String partner = caller.partner().ods();
        return caller.mayContribute("Task").isEmpty()
                ? List.of()
                : concerned.stream()
                        .filter(held -> held.live() && held.type().equals("Patient"))
                        .filter(held -> Records.isSource(transaction, held.pk(), partner))
                        .map(patient -> change(patient, stamp, part))
                        .toList();
    }

    private static Change change(Held patient, Stamp stamp, Change.Part part) {
        Task task = new Task();
        task.getMeta().addTag().setSystem(Canonical.CodeSystem.TAG).setCode("server-made");
        task.setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        task.getCode()
                .addCoding(new Coding(
                        Canonical.CodeSystem.REVIEW_REASON, ANOTHER_NUMBER, "Another NHS number than before"));
        task.setFocus(new Reference(patient.reference())).setFor(new Reference(patient.reference()));
        task.setAuthoredOn(Date.from(stamp.at()));
        return new Change(
                "Task",
                Change.Method.UPDATE,
                "Task",
                new Change.Aim.New(),
                task,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Change.Statement(ANOTHER_NUMBER, stamp, Set.of(), false, part)));
    }
}
