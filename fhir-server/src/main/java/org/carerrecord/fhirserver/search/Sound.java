package org.carerrecord.fhirserver.search;

import org.apache.commons.codec.language.DoubleMetaphone;

/** How a name sounds, by Double Metaphone: what parameter {@code phonetic} compares; R4 leaves the algorithm open. */
final class Sound {

    private static final int LONGEST = 12;
    private static final DoubleMetaphone METAPHONE = metaphone();

    private Sound() {}

    private static DoubleMetaphone metaphone() {
        DoubleMetaphone metaphone = new DoubleMetaphone();
        metaphone.setMaxCodeLen(LONGEST);
        return metaphone;
    }

    /** The code of a name; empty when it has no letters that the algorithm knows. */
    static String of(String name) {
        String code = METAPHONE.doubleMetaphone(Normal.text(name));
        return code == null ? "" : code;
    }
}
