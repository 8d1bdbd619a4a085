package org.carerrecord.fhirserver.search;

/** One row of an index table, without its resource. */
public sealed interface IndexRow {

    /** A coded value; system and code are hashes, 0 for none. */
    record Token(int param, long system, long code) implements IndexRow {}

    /** A normalised string, or a URI as it is; exact is the hash of the string as it was. */
    record Text(int param, String value, long exact) implements IndexRow {}

    /** A time from low (milliseconds since 1970, included) to high (not included). */
    record Span(int param, long low, long high) implements IndexRow {}

    /** A reference as its text; the store turns it into the target's key. */
    record Link(int param, String reference) implements IndexRow {}
}
