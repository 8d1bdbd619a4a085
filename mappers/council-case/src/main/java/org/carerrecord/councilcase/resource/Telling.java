package org.carerrecord.councilcase.resource;

import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * Who tells, which every mapper takes as an argument.
 *
 * @param ods the council's ODS code
 * @param organisation its name; may be empty
 */
record Telling(String ods, String organisation) {

    /** The person of the rows is the first thing that every message says. */
    static final String PATIENT = link(1);

    /** The numbered link under which the resources of one message refer to each other. */
    static String link(int number) {
        String digits = Integer.toString(number);
        return "urn:uuid:00000000-0000-4000-8000-" + "0".repeat(12 - digits.length()) + digits;
    }

    /** A number of the council's for a person. */
    Identifier person(String number) {
        return new Identifier().setSystem(Systems.local(ods, "")).setValue(number);
    }

    /** A number of the council's for a request, assessment, service or review. */
    Identifier event(String number) {
        return new Identifier().setSystem(Systems.local(ods, "event")).setValue(number);
    }

    Reference council() {
        Reference council = organisation(ods);
        return organisation.isBlank() ? council : council.setDisplay(organisation);
    }

    static Reference organisation(String ods) {
        return new Reference()
                .setIdentifier(
                        new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(ods));
    }
}
