package org.carerrecord.gateway.outbound;

import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;

/** The parameter {@code patient} of an export: an id, or a reference. */
final class PatientAsked {

    private static final int LONGEST = 64;

    private PatientAsked() {}

    static String id(String parameter) {
        return parameter.replaceFirst("^Patient/", "").replace("\0", "");
    }

    static Attempt attempt(Caller caller, String interaction, String id) {
        return Attempt.of(caller, interaction, "Patient", id.substring(0, Math.min(id.length(), LONGEST)));
    }
}
