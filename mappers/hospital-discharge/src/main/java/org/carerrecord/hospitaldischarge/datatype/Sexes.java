package org.carerrecord.hospitaldischarge.datatype;

import java.util.Optional;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;

/** PID-8 and NK1-15, for example {@code F} or {@code 2}; an unknown code is a loss. */
public final class Sexes {

    private Sexes() {}

    public static Optional<AdministrativeGender> of(Segment segment, int field, Losses losses) {
        Optional<AdministrativeGender> sex = segment.text(field).flatMap(Tables::sex);
        if (sex.isEmpty() && segment.isPresent(field)) {
            losses.add(segment.place(field), "the code is not in the table of sexes");
        }
        return sex;
    }
}
