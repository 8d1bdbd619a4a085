package org.carerrecord.fhirserver;

import java.time.Instant;
import java.util.Comparator;

/**
 * When something was said, so that any two statements of a sender have an order (carer-model.md, contributions 3).
 *
 * @param tie what decides between two of one time: the sender's control id, then the content's hash; empty for a FHIR write
 */
public record Stamp(Instant at, String tie) implements Comparable<Stamp> {

    private static final Comparator<Stamp> ORDER =
            Comparator.comparing(Stamp::at).thenComparing(Stamp::tie);

    /** Of a FHIR write, which is said when it is committed. */
    public static Stamp committed(Instant at) {
        return new Stamp(at, "");
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }

    public boolean isAfter(Stamp other) {
        return compareTo(other) > 0;
    }
}
