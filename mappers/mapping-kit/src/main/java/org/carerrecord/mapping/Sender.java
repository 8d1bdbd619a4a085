package org.carerrecord.mapping;

import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * The partner of the agreement that tells.
 *
 * @param ods its ODS code
 * @param name its name; may be empty
 */
public record Sender(String ods, String name) {

    /** The organisation by its ODS code. */
    public Reference reference() {
        return organisation(ods).setDisplay(name.isBlank() ? null : name);
    }

    /** Any organisation by its ODS code. */
    public static Reference organisation(String ods) {
        return new Reference()
                .setIdentifier(
                        new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(ods));
    }
}
