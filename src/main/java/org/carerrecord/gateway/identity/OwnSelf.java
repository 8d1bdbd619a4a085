package org.carerrecord.gateway.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Nobody is related to themselves: such a statement has the patient's number where the carer's should be. */
public final class OwnSelf {

    private OwnSelf() {}

    /** Whether a relationship is told under the NHS number of its own patient. */
    public static boolean isOf(Patient patient, RelatedPerson related) {
        return Identities.nhsNumber(patient)
                .filter(number -> numbers(related).contains(number))
                .isPresent();
    }

    /** Whether what a message says is told under the NHS number of the message's own patient. */
    public static boolean isOf(Said statement, Understood understood) {
        return statement.resource() instanceof RelatedPerson related
                && understood.said().stream()
                        .anyMatch(one -> one.resource() instanceof Patient patient
                                && one.link().equals(related.getPatient().getReference())
                                && isOf(patient, related));
    }

    /**
     * Refuses a relationship whose carer has the NHS number of the patient.
     *
     * @param told what is settled of it
     * @param own who has the carer's NHS number
     * @throws Fault INVALID
     */
    static void refuse(Settled told, RelatedPerson related, NumberHolders own, Map<Long, Settled> settled) {
        String patient =
                ReferenceText.unversioned(String.valueOf(related.getPatient().getReference()));
        Optional<Settled> here = settled.values().stream()
                .filter(one -> one.type().equals("Patient") && ("Patient/" + one.id()).equals(patient))
                .findFirst();
        boolean isOwn = here.isPresent()
                ? here.get().resource() instanceof Patient one && isOf(one, related)
                : own.of(related).stream().anyMatch(held -> held.reference().equals(patient));
        if (isOwn) {
            throw new Fault(
                    FaultKind.INVALID,
                    told.place() + ".identifier",
                    "it has the NHS number of the patient: nobody is their own carer");
        }
    }

    private static Set<String> numbers(RelatedPerson related) {
        return related.getIdentifier().stream()
                .filter(Identities::isNhsNumber)
                .map(Identifier::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }
}
