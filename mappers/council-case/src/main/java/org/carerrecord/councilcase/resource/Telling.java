package org.carerrecord.councilcase.resource;

import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;

/**
 * Who tells, which every mapper takes as an argument.
 *
 * @param council the partner whose case system it is
 */
record Telling(Sender council) {

    /** A number of the council's for a person. */
    Identifier person(String number) {
        return new Identifier().setSystem(Systems.local(council.ods(), "")).setValue(number);
    }

    /** A number of the council's for a request, assessment, service or review. */
    Identifier event(String number) {
        return new Identifier().setSystem(Systems.local(council.ods(), "event")).setValue(number);
    }
}
