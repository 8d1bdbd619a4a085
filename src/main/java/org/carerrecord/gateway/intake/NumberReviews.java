package org.carerrecord.gateway.intake;

import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.springframework.stereotype.Component;

/**
 * Asks people when a message cannot be taken since its numbers are those of different people, or change one (carer-model.md,
 * identity): a Task of its sender about the patient whom the sender knows; what the message itself said stays with the message.
 */
@Component
class NumberReviews {

    private static final String ANOTHER_NUMBER = "another-number";

    private final WritePath write;

    NumberReviews(WritePath write) {
        this.write = write;
    }

    /** Whether a message was refused because of a patient's numbers. */
    static boolean areFor(Fault fault) {
        return fault.kind() == FaultKind.DUPLICATE && fault.place().equals("Patient.identifier");
    }

    /**
     * One Task for each patient, asked again when the message comes again.
     *
     * @return what was written
     */
    List<Outcome> ask(Transaction transaction, Caller sender, Saying saying, Understood understood) {
        if (sender.mayContribute("Task").isEmpty()) {
            return List.of();
        }
        List<Change> changes = understood.said().stream()
                .flatMap(one -> one.resource() instanceof Patient patient
                        ? known(transaction, sender.partner().ods(), patient).stream()
                        : Optional.<Held>empty().stream())
                .distinct()
                .map(patient -> change(patient, saying))
                .toList();
        return write.write(transaction, sender, saying.by(), changes);
    }

    /** Whom the sender itself speaks of under one of the numbers; of anybody else it learns nothing. */
    private static Optional<Held> known(Transaction transaction, String partner, Patient patient) {
        return Records.byKeys(transaction, Identities.patientKeys(partner, patient)).values().stream()
                .filter(held -> held.live() && Records.isSource(transaction, held.pk(), partner))
                .min(Comparator.comparing(Held::pk));
    }

    private static Change change(Held patient, Saying saying) {
        Task task = new Task();
        task.getMeta().addTag().setSystem(Canonical.CodeSystem.TAG).setCode("server-made");
        task.setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        task.getCode()
                .addCoding(new Coding(
                        Canonical.CodeSystem.REVIEW_REASON, ANOTHER_NUMBER, "Another NHS number than before"));
        task.setFocus(new Reference(patient.reference())).setFor(new Reference(patient.reference()));
        task.setAuthoredOn(Date.from(saying.stamp().at()));
        return new Change(
                "Task",
                Change.Method.UPDATE,
                "Task",
                new Change.Aim.New(),
                task,
                Optional.empty(),
                Optional.empty(),
                Optional.of(saying.statement(ANOTHER_NUMBER, Set.of(), false)));
    }
}
