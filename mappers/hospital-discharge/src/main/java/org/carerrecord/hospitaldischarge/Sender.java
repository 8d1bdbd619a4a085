package org.carerrecord.hospitaldischarge;

import org.carerrecord.mapping.Relationships;

/**
 * The partner whose message it is, as the agreement knows it; never taken from MSH-4.
 *
 * @param ods ODS code
 * @param name for people to read
 * @param relationships what its relationship codes mean, its own local ones among them
 */
public record Sender(String ods, String name, Relationships relationships) {

    private static final Relationships PUBLISHED = new Relationships();

    /** A sender without relationship codes of its own. */
    public Sender(String ods, String name) {
        this(ods, name, PUBLISHED);
    }
}
