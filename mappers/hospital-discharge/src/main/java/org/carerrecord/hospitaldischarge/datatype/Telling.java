package org.carerrecord.hospitaldischarge.datatype;

import org.carerrecord.mapping.Relationships;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * The circumstances of one message, which every mapper takes as an argument.
 *
 * @param ods the ODS code of the partner that tells
 * @param organisation its name
 * @param relationships what its relationship codes mean
 */
public record Telling(Trigger trigger, String ods, String organisation, Relationships relationships) {

    /** The Patient is the first thing that every message says. */
    public static final String PATIENT = link(1);

    /** The numbered link under which the resources of one message refer to each other. */
    public static String link(int number) {
        return "urn:uuid:00000000-0000-4000-8000-%012d".formatted(number);
    }

    public static Reference patient() {
        return new Reference(PATIENT);
    }

    public Reference teller() {
        return organisation(ods).setDisplay(organisation.isBlank() ? null : organisation);
    }

    public static Reference organisation(String ods) {
        return new Reference()
                .setIdentifier(
                        new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(ods));
    }
}
