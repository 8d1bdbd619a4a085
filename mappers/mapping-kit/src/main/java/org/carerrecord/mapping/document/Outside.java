package org.carerrecord.mapping.document;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.carerrecord.mapping.Losses;

/** What the record has no room for: the raw document is kept. */
public final class Outside {

    /** What others refer to; it is carried as far as they do. */
    private static final Set<String> REFERRED_TO = Set.of("Organization", "Practitioner", "PractitionerRole");

    private static final Set<String> CLINICAL = Set.of(
            "AllergyIntolerance",
            "Condition",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "Flag",
            "Immunization",
            "List",
            "Medication",
            "MedicationRequest",
            "MedicationStatement",
            "Observation",
            "Procedure",
            "ProcedureRequest",
            "QuestionnaireResponse",
            "ReferralRequest",
            "ServiceRequest",
            "Specimen");

    private Outside() {}

    /** States one loss for each type of the entries that are not taken. */
    public static void state(Document document, Predicate<Entry> taken, Losses losses) {
        Map<String, Integer> counts = new TreeMap<>();
        document.entries().stream()
                .filter(entry -> !REFERRED_TO.contains(entry.type()) && !taken.test(entry))
                .forEach(entry -> counts.merge(entry.type(), 1, Integer::sum));
        counts.forEach((type, count) -> losses.add(
                CLINICAL.contains(type) ? type : "Bundle.entry",
                CLINICAL.contains(type)
                        ? "clinical content is outside the record: " + count + " of this type"
                        : "a resource of another type is kept with the raw document only"));
    }
}
