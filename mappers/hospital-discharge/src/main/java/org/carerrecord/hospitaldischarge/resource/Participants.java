package org.carerrecord.hospitaldischarge.resource;

import java.util.List;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Practitioners;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;

/**
 * The doctors of PV1 to Encounter.participant (v2-to-FHIR, PV1[Encounter]), named without there being a resource.
 *
 * @param field of PV1
 * @param code v3-ParticipationType
 * @param display as the code system displays it
 */
record Participants(int field, String code, String display) {

    private static final String V3_PARTICIPATION_TYPE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

    private static final List<Participants> KINDS = List.of(
            new Participants(7, "ATND", "attender"),
            new Participants(8, "REF", "referrer"),
            new Participants(9, "CON", "consultant"),
            new Participants(17, "ADM", "admitter"));

    static List<EncounterParticipantComponent> of(Segment pv1, String ods, Losses losses) {
        return KINDS.stream().flatMap(kind -> kind.read(pv1, ods, losses)).toList();
    }

    private Stream<EncounterParticipantComponent> read(Segment pv1, String ods, Losses losses) {
        return pv1.field(field).stream()
                .filter(xcn -> !xcn.isNull())
                .flatMap(xcn -> Practitioners.of(xcn, ods, losses).stream())
                .map(individual -> new EncounterParticipantComponent()
                        .addType(new CodeableConcept(new Coding(V3_PARTICIPATION_TYPE, code, display)))
                        .setIndividual(individual));
    }
}
