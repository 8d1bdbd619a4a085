package org.carerrecord.councilcase.row;

/** The characters that every store and both forms of FHIR can hold: XML 1.0's (https://www.w3.org/TR/xml/#charsets). */
final class Characters {

    private Characters() {}

    /** The text without what XML 1.0 cannot hold. */
    static String storable(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || Character.isSurrogate(c) || c > '\uFFFD') {
                return filtered(text);
            }
        }
        return text;
    }

    private static String filtered(String text) {
        return text.codePoints()
                .filter(c -> c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && !isLoneSurrogate(c) && !isNone(c)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isLoneSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static boolean isNone(int c) {
        return c == 0xFFFE || c == 0xFFFF;
    }
}
