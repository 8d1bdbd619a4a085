package org.carerrecord.profiles;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stop: thrown anywhere, translated once into an acknowledgement or an OperationOutcome.
 *
 * <p>The place names a field (HL7 v2 {@code PID-3}, FHIR {@code Patient.identifier[0].value}) and the reason says what to
 * do; neither ever repeats what the field held.
 */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** One thing that is wrong, where it is wrong. */
    public record Issue(String place, String reason) {}

    private final FaultKind kind;
    private final transient List<Issue> issues;

    public Fault(FaultKind kind, String place, String reason) {
        this(kind, place, reason, null);
    }

    public Fault(FaultKind kind, String place, String reason, @Nullable Throwable cause) {
        this(kind, List.of(new Issue(place, reason)), cause);
    }

    /** A stop for several reasons, one at least. */
    public Fault(FaultKind kind, List<Issue> issues) {
        this(kind, issues, null);
    }

    /** A stop for several reasons, one at least, and what caused it. */
    public Fault(FaultKind kind, List<Issue> issues, @Nullable Throwable cause) {
        super(
                kind + " at " + issues.getFirst().place() + ": "
                        + issues.getFirst().reason(),
                cause);
        this.kind = kind;
        this.issues = List.copyOf(issues);
    }

    public FaultKind kind() {
        return kind;
    }

    /** Where the first issue lies. */
    public String place() {
        return issues.getFirst().place();
    }

    public String reason() {
        return issues.getFirst().reason();
    }

    public List<Issue> issues() {
        return issues;
    }
}
