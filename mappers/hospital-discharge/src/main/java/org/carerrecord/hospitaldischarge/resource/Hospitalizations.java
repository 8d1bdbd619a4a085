package org.carerrecord.hospitaldischarge.resource;

import java.util.Optional;
import org.carerrecord.hospitaldischarge.datatype.Concepts;
import org.carerrecord.hospitaldischarge.datatype.Tables;
import org.carerrecord.hospitaldischarge.datatype.Trigger;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;

/**
 * PV1-14 and PV1-36 to Encounter.hospitalization (v2-to-FHIR, PV1[Encounter]).
 *
 * <p>PV1-14 is kept as words unless it names a system: whether a sender means the NHS source of admission or HL7 table 0023 is
 * not said.
 */
final class Hospitalizations {

    private Hospitalizations() {}

    static Optional<EncounterHospitalizationComponent> of(Segment pv1, Trigger trigger, Losses losses) {
        EncounterHospitalizationComponent hospitalization = new EncounterHospitalizationComponent();
        Concepts.of(pv1, 14, losses).ifPresent(hospitalization::setAdmitSource);
        if (trigger.isCancel()) {
            cancelled(pv1, losses);
        } else {
            destination(pv1, losses).ifPresent(hospitalization::setDischargeDisposition);
        }
        return Optional.of(hospitalization).filter(said -> !said.isEmpty());
    }

    private static Optional<CodeableConcept> destination(Segment pv1, Losses losses) {
        Optional<Coding> destination = pv1.text(36).flatMap(Tables::dischargeDestination);
        if (destination.isEmpty() && pv1.isPresent(36)) {
            losses.add(pv1.place(36), "not a discharge destination of the NHS Data Dictionary");
        }
        return destination.map(CodeableConcept::new);
    }

    private static void cancelled(Segment pv1, Losses losses) {
        if (pv1.isPresent(36)) {
            losses.add(pv1.place(36), "the destination of a discharge that is cancelled, or that there is none of");
        }
    }
}
