package org.carerrecord.gprecord;

import java.util.ArrayList;
import java.util.List;
import org.carerrecord.gprecord.export.SharedRecord;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** Turns what was understood into what a record would hold of its first person: ids in place of links. */
final class Outward {

    private Outward() {}

    static SharedRecord first(Understood understood) {
        if (understood.said().isEmpty()) {
            return new SharedRecord((Patient) new Patient().setId("p1"), List.of(), List.of());
        }
        Said first = understood.said().getFirst();
        Patient patient = ((Patient) first.resource()).copy();
        patient.setId("p1");
        List<RelatedPerson> related = new ArrayList<>();
        List<Flag> flags = new ArrayList<>();
        for (Said said : understood.said()) {
            Resource held = said.resource().copy();
            held.setId("r" + (related.size() + flags.size() + 1));
            if (held instanceof RelatedPerson person
                    && first.link().equals(person.getPatient().getReference())) {
                person.getPatient().setReference("Patient/p1");
                related.add(person);
            } else if (held instanceof Flag flag
                    && first.link().equals(flag.getSubject().getReference())) {
                flag.getSubject().setReference("Patient/p1");
                flags.add(flag);
            }
        }
        return new SharedRecord(patient, related, flags);
    }
}
