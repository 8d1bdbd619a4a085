package org.carerrecord.hospitaldischarge;

import org.carerrecord.mapping.Loss;
import org.carerrecord.profiles.Fault;

/**
 * One ERR segment of an acknowledgement: a place and a reason, never content.
 *
 * @param place for example {@code NK1[2]-3[1].2}
 * @param code HL7 table 0357, for example {@code 101}
 * @param severity HL7 table 0516: {@code E}, {@code W} or {@code I}
 * @param text for people to read
 */
public record AckError(String place, String code, String severity, String text) {

    public static AckError of(Fault fault) {
        return new AckError(fault.place(), fault.kind().hl7Error(), "E", fault.reason());
    }

    /** Whether it kept the message from being accepted, rather than telling of what was lost. */
    boolean isError() {
        return severity.equals("E");
    }

    /** A loss of a message that was accepted: table 0357 {@code 0} with a warning. */
    public static AckError of(Loss loss) {
        return new AckError(loss.place(), "0", "W", loss.reason());
    }
}
