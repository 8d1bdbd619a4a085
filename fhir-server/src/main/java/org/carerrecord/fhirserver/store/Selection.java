package org.carerrecord.fhirserver.store;

import java.util.Set;

/**
 * Resources to be read.
 *
 * @param types all that they may be of; none: of any
 * @param condition on {@code r}, then what the order says
 */
public record Selection(Set<String> types, Sql condition) {

    private static final String UNMASKED =
            "r.pk, r.patient, r.type, r.id, v.version, v.updated, v.method, v.content, v.partner, v.request,"
                    + " v.message, v.control_id, ";

    /** The columns of a version of a resource of any type. */
    static final String VERSION = UNMASKED + Mask.of("r");

    private static final String PATIENT = UNMASKED + Mask.of("Patient", "r");

    public Selection {
        types = Set.copyOf(types);
    }

    public static Selection of(String type, Sql condition) {
        return new Selection(Set.of(type), condition);
    }

    /** The columns of their versions. */
    String columns() {
        return types.equals(Set.of("Patient")) ? PATIENT : VERSION;
    }
}
