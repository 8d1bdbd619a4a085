package org.carerrecord.fhirserver.search;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form in which strings are compared: without accents, in lower case, single spaces (R4, 3.1.1.4.9 "string"). */
final class Normal {

    /** The width of type searchable (V20261122_01). */
    private static final int WIDTH = 300;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private Normal() {}

    static String text(String text) {
        String bare =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return cut(SPACES.matcher(oneCase(bare)).replaceAll(" ").strip());
    }

    /** Through capitals, so that ß is ss, and with one small sigma, so that the beginning of a word may end in it. */
    private static String oneCase(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    }

    /** PostgreSQL stores no U+0000. */
    static String cut(String text) {
        String stored = text.replace("\0", "");
        if (stored.length() <= WIDTH) {
            return stored;
        }
        return stored.substring(0, Character.isHighSurrogate(stored.charAt(WIDTH - 1)) ? WIDTH - 1 : WIDTH);
    }

    /** The first string after all that begin with the prefix. */
    static String after(String prefix) {
        int last = prefix.codePointBefore(prefix.length());
        String head = prefix.substring(0, prefix.length() - Character.charCount(last));
        if (last == Character.MAX_CODE_POINT) {
            return head.isEmpty() ? prefix + prefix : after(head);
        }
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return head + Character.toString(next);
    }
}
