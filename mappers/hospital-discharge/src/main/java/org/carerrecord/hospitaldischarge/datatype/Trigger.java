package org.carerrecord.hospitaldischarge.datatype;

import java.util.Arrays;
import java.util.Optional;

/** The ADT events that are understood (HL7 v2 chapter 3, table 0003). */
public enum Trigger {
    /** Admit. */
    A01(Stay.BEGUN),
    /** Transfer. */
    A02(Stay.GOES_ON),
    /** Discharge. */
    A03(Stay.OVER),
    /** Register an outpatient or emergency visit. */
    A04(Stay.GOES_ON),
    /** Pre-admit. */
    A05(Stay.PLANNED),
    /** Change an outpatient to an inpatient. */
    A06(Stay.GOES_ON),
    /** Change an inpatient to an outpatient. */
    A07(Stay.GOES_ON),
    /** Update. */
    A08(Stay.AS_TOLD),
    /** Cancel an admission. */
    A11(Stay.CANCELLED),
    /** Cancel a transfer. */
    A12(Stay.GOES_ON),
    /** Cancel a discharge. */
    A13(Stay.OPEN_AGAIN),
    /** Add a person. */
    A28(Stay.AS_TOLD),
    /** Delete a person. */
    A29(Stay.NONE),
    /** Update a person. */
    A31(Stay.AS_TOLD),
    /** Merge patients, identifiers only; until 2.3.1, then A40. */
    A34(Stay.AS_TOLD),
    /** Unlink two patients. */
    A37(Stay.NONE),
    /** Merge patients by their list of identifiers. */
    A40(Stay.AS_TOLD);

    /** What an event says of the stay. */
    public enum Stay {
        BEGUN,
        PLANNED,
        /** Whatever its class (PV1-2) means. */
        GOES_ON,
        OVER,
        OPEN_AGAIN,
        CANCELLED,
        /** Nothing but what PV1-45 and the class tell. */
        AS_TOLD,
        NONE
    }

    private final Stay stay;

    Trigger(Stay stay) {
        this.stay = stay;
    }

    /** The event of MSH-9.2; empty when it is not understood. */
    public static Optional<Trigger> of(String code) {
        return Arrays.stream(values())
                .filter(trigger -> trigger.name().equals(code))
                .findFirst();
    }

    public Stay stay() {
        return stay;
    }

    /** Carries a PV1, if any, only because its structure asks for one: then a stay without a number is none. */
    public boolean isAboutThePersonOnly() {
        return switch (this) {
            case A28, A31, A34, A37, A40 -> true;
            default -> false;
        };
    }

    public boolean isCancel() {
        return switch (this) {
            case A11, A12, A13 -> true;
            default -> false;
        };
    }

    public boolean isMerge() {
        return this == A34 || this == A40;
    }
}
