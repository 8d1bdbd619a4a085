package org.carerrecord.gateway.identity;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * What identifies a resource, as keys under which it may exist once only (carer-model.md, identity 0).
 *
 * <p>A Patient: its NHS number, else local numbers with the organisation that gives them. A RelatedPerson: its patient and
 * its own NHS number. A carer Flag: its patient and its meaning. What a message says: its sender, the patient and the
 * sender's own key.
 */
public final class Identities {

    private Identities() {}

    /** The keys of a change's resource, the strongest first. */
    public static SequencedSet<UUID> keys(Caller caller, Change change) {
        SequencedSet<UUID> keys = new LinkedHashSet<>();
        switch (change.resource()) {
            case Patient patient -> keys.addAll(patientKeys(caller.partner().ods(), patient));
            case RelatedPerson related -> {
                keys.addAll(carerKeys(related));
                stated(caller, change, related.getPatient(), keys);
            }
            case Flag flag ->
                FlagMeaning.of(flag).ifPresent(meaning -> about(flag.getSubject(), "flag " + meaning, keys));
            case null -> {}
            case Task task
            when SameTask.of(task).isPresent() ->
                SameTask.of(task).flatMap(SameTask::key).ifPresent(keys::add);
            case Resource other ->
                Resources.person(other).ifPresent(person -> stated(caller, change, new Reference(person), keys));
        }
        return keys;
    }

    /**
     * What identifies a patient of whom a partner speaks: the NHS number, then the numbers that this partner itself gives;
     * nobody identifies a person by somebody else's local number.
     */
    public static SequencedSet<UUID> patientKeys(String partner, Patient patient) {
        SequencedSet<UUID> keys = new LinkedHashSet<>();
        patient.getIdentifier().stream()
                .filter(Identities::isNhsNumber)
                .forEach(number -> keys.add(numberKey(number.getValue())));
        keys.addAll(localKeys(partner, patient.getIdentifier()));
        return keys;
    }

    /** The keys of the Patient who has one of the numbers that a partner itself gives. */
    public static Set<UUID> localKeys(String partner, List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(identifier ->
                        Systems.isLocalOf(identifier.getSystem(), partner) && identifier.getValue() != null)
                .map(local -> Hash.key("Patient " + local.getSystem() + " " + local.getValue()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The key of the Patient who has an NHS number. */
    static UUID numberKey(String nhsNumber) {
        return Hash.key("Patient nhs " + nhsNumber);
    }

    /** The keys of the Patient who is the carer of a relationship: by the carer's NHS number. */
    static Set<UUID> ownKeys(RelatedPerson carer) {
        return numberKeys(carer.getIdentifier());
    }

    /** The keys of a Patient by their NHS number. */
    static Set<UUID> ownKeys(Patient patient) {
        return numberKeys(patient.getIdentifier());
    }

    private static Set<UUID> numberKeys(List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(Identities::isNhsNumber)
                .map(number -> numberKey(number.getValue()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A patient's NHS number: one that is marked as old only where there is no other. */
    public static Optional<String> nhsNumber(Patient patient) {
        return nhsNumbers(patient).stream().findFirst();
    }

    /** All NHS numbers of a patient, those that are marked as old last. */
    public static SequencedSet<String> nhsNumbers(Patient patient) {
        return patient.getIdentifier().stream()
                .filter(Identities::isNhsNumber)
                .sorted(Comparator.comparing(number -> number.getUse() == IdentifierUse.OLD))
                .map(Identifier::getValue)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What identifies a carer of a patient: the carer's NHS number. */
    public static SequencedSet<UUID> carerKeys(RelatedPerson related) {
        SequencedSet<UUID> keys = new LinkedHashSet<>();
        for (Identifier identifier : related.getIdentifier()) {
            if (isNhsNumber(identifier)) {
                about(related.getPatient(), "carer " + identifier.getValue(), keys);
            }
        }
        return keys;
    }

    /**
     * What identifies a statement about a patient: its sender's own key.
     *
     * @param key as it is stored
     */
    public static SequencedSet<UUID> statedKeys(String partner, String type, UUID key, Reference patient) {
        SequencedSet<UUID> keys = new LinkedHashSet<>();
        about(patient, "said " + partner + " " + type + " " + key, keys);
        return keys;
    }

    /** A sender's own key for a statement, as it is stored. */
    public static UUID statementKey(String key) {
        return Hash.key("statement " + key);
    }

    private static void stated(Caller caller, Change change, Reference patient, SequencedSet<UUID> keys) {
        change.statement()
                .flatMap(Change.Statement::key)
                .ifPresent(key -> keys.addAll(statedKeys(caller.partner().ods(), change.type(), key, patient)));
    }

    private static void about(Reference patient, String what, SequencedSet<UUID> keys) {
        String reference = patient.getReference();
        if (reference != null && ReferenceText.local(reference).isPresent()) {
            keys.add(about(ReferenceText.unversioned(reference), what));
        }
    }

    private static UUID about(String patient, String what) {
        return Hash.key(patient + " " + what);
    }

    /** The key of a patient's carer Flag. */
    public static UUID flagKey(String patient, String meaning) {
        return about(patient, "flag " + meaning);
    }

    /** Whether an identifier is an NHS number. */
    public static boolean isNhsNumber(Identifier identifier) {
        return Systems.NHS_NUMBER.equals(identifier.getSystem()) && identifier.getValue() != null;
    }
}
