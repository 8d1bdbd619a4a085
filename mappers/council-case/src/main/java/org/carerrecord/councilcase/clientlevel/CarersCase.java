package org.carerrecord.councilcase.clientlevel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;

/**
 * What the record has of one carer.
 *
 * @param carer their own record
 * @param caring the relationships in which they care
 * @param caredFor those whom they care for, by the reference of {@code RelatedPerson.patient}
 * @param events requests, assessments, services and reviews of the carer
 * @param details what is so of the carer beside who they are
 */
public record CarersCase(
        Patient carer,
        List<RelatedPerson> caring,
        Map<String, Patient> caredFor,
        List<Task> events,
        Optional<Observation> details) {

    public CarersCase {
        caring = List.copyOf(caring);
        caredFor = Map.copyOf(caredFor);
        events = List.copyOf(events);
    }

    /** Whether the council deals with the person as a carer at all: somebody says that they care, or an event is a carer's. */
    public boolean isOfCarer() {
        return !caring.isEmpty() || events.stream().anyMatch(EventCells::isOfCarer);
    }
}
