package org.carerrecord.hospitaldischarge.document;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.Sender;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * PRSB's "Actions for patient or their carer" as a Communication in the document's words.
 *
 * <p>Whether it reached anybody is not said: its status is unknown.
 */
final class CarerActions {

    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/communication-category";

    /** As ITK3's documents head it, and PRSB's later standard. */
    private static final Set<String> HEADINGS = Set.of(
            "ACTIONSFORPATIENTORTHEIRCARER",
            "ACTIONSFORPATIENTORCARER",
            "ACTIONSFORTHEPATIENTORTHEIRCARER",
            "ACTIONSFORPERSONORTHEIRCARER");

    private CarerActions() {}

    /** Empty when nothing is asked of them. */
    static Optional<Communication> of(List<Sections> sections, String patient, Sender sender) {
        Communication actions = new Communication();
        actions.setStatus(CommunicationStatus.UNKNOWN);
        actions.addCategory(new CodeableConcept(new Coding(CATEGORY, "instruction", "Instruction")));
        actions.setSubject(new Reference(patient));
        actions.setTopic(new CodeableConcept().setText("Actions for patient or their carer"));
        actions.setSender(sender.reference());
        sections.stream()
                .flatMap(section -> section.rows().stream())
                .filter(row -> HEADINGS.contains(Letters.of(row.heading())))
                .flatMap(row -> row.texts().stream())
                .forEach(text -> actions.addPayload().setContent(new StringType(text)));
        return Optional.of(actions).filter(Communication::hasPayload);
    }
}
