package org.carerrecord.mapping;

import java.util.Locale;

/** What stays the same of a name, an address or a heading, however it is punctuated. */
public final class Letters {

    private Letters() {}

    /** Letters and digits in upper case, for example {@code ONEILL}. */
    public static String of(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder(upper.length());
        upper.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
