package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.ReviewReason;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/**
 * Asks people when what a partner says cannot be taken since its numbers are those of different people, or change one
 * (carer-model.md, identity): a Task of that partner about the patient of whom it speaks; what it said is not in it.
 */
public final class NumberQuestions {

    /** Under which a partner's question about a patient is kept; people answer it by FHIR. */
    static final UUID KEY = Identities.statementKey(ReviewReason.ANOTHER_NUMBER.code());

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
        Reference person = new Reference(patient.reference());
        Task task = ReviewReason.ANOTHER_NUMBER.task(person, person.copy(), stamp.at());
        return new Change(
                "Task",
                Change.Method.UPDATE,
                "Task",
                new Change.Aim.New(),
                task,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Change.Statement(Optional.of(KEY), stamp, Set.of(), false, part)));
    }
}
