package org.carerrecord.fhirserver.search;

/** One row of an index table, without its resource. */
public sealed interface IndexRow {

    /** A coded value; system and code are hashes, 0 for none; the word is what it is sorted by. */
    record Token(int param, long system, long code, String word) implements IndexRow {}

    /** The same of an identifier or a telephone number, which hardly anything else has. */
    record Identity(int param, long system, long code, String word) implements IndexRow {}

    /** A normalised string, or a URI as it is; exact is the hash of the string as it was. */
    record Text(int param, String value, long exact) implements IndexRow {}

    /** A time from low (milliseconds since 1970, included) to high (not included). */
    record Span(int param, long low, long high) implements IndexRow {}

    /** A number, or a quantity with its unit's system and code as hashes; lowest and highest differ for a range. */
    record Amount(int param, long system, long code, double lowest, double highest) implements IndexRow {}

    /** A reference as its text; the store turns it into the target's key. */
    record Link(int param, String reference) implements IndexRow {}

    /** A row of one part of a composite, in the item-th element that its expression finds. */
    record Part(int param, int item, int part, IndexRow row) implements IndexRow {}
}
