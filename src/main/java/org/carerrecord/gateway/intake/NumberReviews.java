package org.carerrecord.gateway.intake;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.NumberQuestions;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.stereotype.Component;

/** Asks people when a message cannot be taken because of a patient's numbers; what the message itself said stays with it. */
@Component
class NumberReviews {

    private final WritePath write;

    NumberReviews(WritePath write) {
        this.write = write;
    }

    /** Whether a message was refused because of a patient's numbers. */
    static boolean areFor(Fault fault) {
        return NumberQuestions.areFor("Patient", "Patient", fault);
    }

    /**
     * One Task for each patient, asked again when the message comes again.
     *
     * @return what was written
     */
    List<Outcome> ask(Transaction transaction, Caller sender, Saying saying, Understood understood) {
        List<Held> known = understood.said().stream()
                .flatMap(one -> one.resource() instanceof Patient patient
                        ? known(transaction, sender.partner().ods(), patient).stream()
                        : Optional.<Held>empty().stream())
                .distinct()
                .toList();
        return write.write(
                transaction,
                sender,
                saying.by(),
                NumberQuestions.about(transaction, sender, known, saying.stamp(), saying.part()));
    }

    /** Of those whom the sender itself speaks of under one of the numbers, the one who was told first. */
    private static Optional<Held> known(Transaction transaction, String partner, Patient patient) {
        return Records.byKeys(transaction, Identities.patientKeys(partner, patient)).values().stream()
                .filter(held -> held.live() && Records.isSource(transaction, held.pk(), partner))
                .min(Comparator.comparing(Held::pk));
    }
}
