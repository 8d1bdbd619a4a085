package org.carerrecord.gateway.identity.linkage;

/** Typing errors between two numbers. */
final class Digits {

    private Digits() {}

    /** How many characters were mistyped, two neighbours that changed places being one; 9 for numbers of unlike length. */
    static int typos(String one, String other) {
        if (one.length() != other.length()) {
            return 9;
        }
        int typos = 0;
        for (int i = 0; i < one.length(); i++) {
            if (one.charAt(i) != other.charAt(i)) {
                typos++;
                if (i + 1 < one.length()
                        && one.charAt(i) == other.charAt(i + 1)
                        && one.charAt(i + 1) == other.charAt(i)) {
                    i++;
                }
            }
        }
        return typos;
    }
}
