package org.carerrecord.gprecord.export;

import java.util.List;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * What a reader may see of one person's record: masked already, and nothing of anybody else's record.
 *
 * @param related who is related to the person
 * @param flags the carer Flags on the person's own record
 */
public record SharedRecord(Patient patient, List<RelatedPerson> related, List<Flag> flags) {

    public SharedRecord {
        related = List.copyOf(related);
        flags = List.copyOf(flags);
    }

    /** Whether a reference is to the person of this record: what it says then stands on this record and no other. */
    boolean isOf(Reference reference) {
        String said = reference.getReference();
        return said != null && said.equals("Patient/" + patient.getIdElement().getIdPart());
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "SharedRecord";
    }
}
