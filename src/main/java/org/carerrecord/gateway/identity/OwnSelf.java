package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.gateway.identity.linkage.FullName;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Nobody is related to themselves: such a statement has the patient's number, or name and birth date, where the carer's should be. */
public final class OwnSelf {

    private OwnSelf() {}

    /** Whether a relationship is told under the NHS number of its own patient. */
    public static boolean isOf(Patient patient, RelatedPerson related) {
        return !Collections.disjoint(Identities.nhsNumbers(patient), numbers(related));
    }

    /** Whether what a message says is told under the NHS number of the message's own patient, or describes the patient. */
    public static boolean isOf(Said statement, Understood understood, LocalDate today) {
        return statement.resource() instanceof RelatedPerson related
                && understood.said().stream()
                        .anyMatch(one -> one.resource() instanceof Patient patient
                                && one.link().equals(related.getPatient().getReference())
                                && (isOf(patient, related) || isDescribed(patient, related, today)));
    }

    /**
     * Whether a relationship describes its own patient: all names and the whole birth date are the same, and neither sex nor NHS
     * number says otherwise. A parent of the same name has another birth date, a twin another name.
     */
    public static boolean isDescribed(Patient patient, RelatedPerson related, LocalDate today) {
        if (related.getBirthDate() == null
                || !related.getBirthDateElement()
                        .getValueAsString()
                        .equals(patient.getBirthDateElement().getValueAsString())) {
            return false;
        }
        Particulars one = Description.of(patient, today);
        Particulars other = Description.of(related, today);
        return one.born().filter(born -> !born.day().isEmpty()).isPresent()
                && one.names().stream()
                        .anyMatch(name -> isFull(name) && other.names().contains(name))
                && (one.sex().isEmpty() || other.sex().isEmpty() || one.sex().equals(other.sex()))
                && (numbers(related).isEmpty() || Identities.nhsNumber(patient).isEmpty() || isOf(patient, related));
    }

    private static boolean isFull(FullName name) {
        return !name.family().isEmpty()
                && !name.given().isEmpty()
                && name.given().getFirst().length() > 1;
    }

    /**
     * Refuses a relationship whose carer has a number of the patient.
     *
     * @param told what is settled of it
     * @param own who has the carer's numbers
     * @throws Fault INVALID
     */
    static void refuse(Settled told, RelatedPerson related, NumberHolders own, Map<Long, Settled> settled) {
        String patient =
                ReferenceText.unversioned(String.valueOf(related.getPatient().getReference()));
        Optional<Settled> here = settled.values().stream()
                .filter(one -> one.type().equals("Patient") && ("Patient/" + one.id()).equals(patient))
                .findFirst();
        boolean isOwn = here.isPresent()
                ? (here.get().resource() instanceof Patient one && isOf(one, related))
                        || localKeys(told, related).stream().anyMatch(here.get().keys()::contains)
                : Stream.concat(own.of(related).stream(), own.local(related).stream())
                        .anyMatch(held -> held.reference().equals(patient));
        if (isOwn) {
            throw new Fault(
                    FaultKind.INVALID,
                    told.place() + ".identifier",
                    "it has a number of the patient: nobody is their own carer");
        }
    }

    /** The keys of those who have the local numbers of a carer, as those who speak of the carer give them. */
    static Set<UUID> localKeys(Settled told, RelatedPerson related) {
        return told.sources().keySet().stream()
                .flatMap(partner -> Identities.localKeys(partner, related.getIdentifier()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> numbers(RelatedPerson related) {
        return related.getIdentifier().stream()
                .filter(Identities::isNhsNumber)
                .map(Identifier::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }
}
