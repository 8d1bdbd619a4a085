package org.carerrecord.profiles;

import org.jspecify.annotations.Nullable;

/**
 * A stop: thrown anywhere, translated once into an acknowledgement or an OperationOutcome.
 *
 * <p>The place names a field (HL7 v2 {@code PID-3}, FHIR {@code Patient.identifier[0].value}) and the reason says what to
 * do; neither ever repeats what the field held.
 */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FaultKind kind;
    private final String place;
    private final String reason;

    public Fault(FaultKind kind, String place, String reason) {
        this(kind, place, reason, null);
    }

    public Fault(FaultKind kind, String place, String reason, @Nullable Throwable cause) {
        super(kind + " at " + place + ": " + reason, cause);
        this.kind = kind;
        this.place = place;
        this.reason = reason;
    }

    public FaultKind kind() {
        return kind;
    }

    public String place() {
        return place;
    }

    public String reason() {
        return reason;
    }
}
