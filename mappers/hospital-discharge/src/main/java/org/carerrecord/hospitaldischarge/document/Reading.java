package org.carerrecord.hospitaldischarge.document;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;

/** What a sentence tells of who cares for the patient. */
sealed interface Reading {

    /** Nothing about caring. */
    record Silent() implements Reading {}

    /** It speaks of caring, and does not say for certain that somebody whom it names cares for the patient. */
    record Unclear() implements Reading {}

    /**
     * It names somebody.
     *
     * @param name as it stands there; empty when only the relationship is said
     * @param kinship what they are to the patient, v3-RoleCode
     * @param sentence the sentence itself
     */
    record Names(Optional<String> name, List<Coding> kinship, String sentence) implements Reading {

        public Names {
            kinship = List.copyOf(kinship);
        }

        /** Never the content: a record's text ends in logs. */
        @Override
        public String toString() {
            return "Names";
        }
    }
}
