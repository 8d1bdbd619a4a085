package org.carerrecord.mapping;

import java.util.Locale;
import java.util.regex.Pattern;

/** What stays the same of a name, an address or a heading, however it is punctuated. */
public final class Letters {

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{Nd}]");

    private Letters() {}

    /** Letters and digits in upper case, for example {@code ONEILL}. */
    public static String of(String text) {
        return NO_LETTER.matcher(text.toUpperCase(Locale.ROOT)).replaceAll("");
    }
}
