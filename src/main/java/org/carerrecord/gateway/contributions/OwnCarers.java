package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.OwnSelf;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Nobody becomes their own carer by a number that is told later, or by a merge (carer-model.md, identity; docs/adr/0046). */
final class OwnCarers {

    private final Contributions contributions;
    private final Resources resources;

    OwnCarers(Contributions contributions, Resources resources) {
        this.contributions = contributions;
        this.resources = resources;
    }

    /** Whether one is said to care for the other: as one person they would be their own carer. */
    boolean caresFor(Transaction transaction, String partner, Held carer, Held cared) {
        List<RelatedPerson> told = contributions.about(transaction, cared.pk()).stream()
                .flatMap(one -> one.said() instanceof RelatedPerson related
                        ? Stream.of(related)
                        : Stream.<RelatedPerson>empty())
                .toList();
        Set<UUID> carers = told.stream()
                .flatMap(related ->
                        Identities.patientKeys(partner, new Patient().setIdentifier(related.getIdentifier())).stream())
                .collect(Collectors.toUnmodifiableSet());
        return Records.byKeys(transaction, carers).values().stream().anyMatch(held -> held.pk() == carer.pk())
                || isDescribed(transaction, told, carer);
    }

    private boolean isDescribed(Transaction transaction, List<RelatedPerson> told, Held person) {
        Patient patient = (Patient) resources.of(Records.current(transaction, person));
        return told.stream()
                .anyMatch(related -> OwnSelf.isDescribed(patient, related, StatedTime.day(transaction.now())));
    }

    /**
     * Looks whether the number that a patient is told under for the first time is one of their own carers'; any other write
     * asks nothing.
     *
     * @param before what was said of the patient
     * @param settled what is stored, where a relationship is checked itself
     * @throws Fault DUPLICATE when it is
     */
    static void check(
            Transaction transaction,
            Contributions contributions,
            Settled its,
            Patient patient,
            List<Contribution> before,
            Set<Long> settled) {
        Set<UUID> numbers = numbers(its, patient);
        before.stream()
                .filter(Contribution::active)
                .forEach(one -> numbers.removeAll(numbers(its, (Patient) one.said())));
        if (numbers.isEmpty()) {
            return;
        }
        List<Long> carers = Records.byKeys(transaction, numbers).values().stream()
                .filter(held -> held.live() && !settled.contains(held.pk()))
                .map(Held::pk)
                .toList();
        boolean isOwn = !carers.isEmpty()
                && contributions.of(transaction, carers).stream()
                        .anyMatch(one -> one.active()
                                && one.said() instanceof RelatedPerson related
                                && OwnSelf.isOf(patient, related));
        if (isOwn) {
            throw new Fault(
                    FaultKind.DUPLICATE,
                    its.place() + ".identifier",
                    "a carer of the patient is told under this NHS number, and nobody is their own carer; find out"
                            + " whose it is, and take back what is wrong");
        }
    }

    /**
     * Looks whether a FHIR write describes a carer as the patient; what messages say so is a loss of theirs.
     *
     * @throws Fault INVALID when it does
     */
    static void refuse(Change change, Patients patients, LocalDate today, Map<Long, Settled> settled) {
        if (change.statement().isEmpty()
                && change.resource() instanceof RelatedPerson related
                && related.getPatient().getReference() != null
                && patients.areDescribed(related.getPatient().getReference(), related, today, settled)) {
            throw new Fault(
                    FaultKind.INVALID,
                    change.place() + ".birthDate",
                    "it has the name and birth date of the patient: nobody is their own carer");
        }
    }

    /** The keys of a carer who has one of the patient's numbers. */
    private static Set<UUID> numbers(Settled its, Patient patient) {
        RelatedPerson self = new RelatedPerson().setIdentifier(patient.getIdentifier());
        self.getPatient().setReference("Patient/" + its.id());
        return new HashSet<>(Identities.carerKeys(self));
    }
}
