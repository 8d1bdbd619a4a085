package org.carerrecord.gateway.identity.linkage;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Text without what people leave out when they type: letter case, accents, apostrophes, punctuation. */
final class Plain {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+|['’`]");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    /** More than any name or line of an address has; longer texts would take long to compare. */
    private static final int LONGEST = 200;

    private Plain() {}

    /** The words of a text, in lower case; none of a placeholder. */
    static List<String> words(String text) {
        String cut = text.substring(0, Math.min(LONGEST, text.length()));
        String plain = MARKS.matcher(Normalizer.normalize(cut, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss");
        String spaced = BETWEEN_WORDS.matcher(plain).replaceAll(" ").strip();
        return spaced.isEmpty() || Placeholders.isText(spaced)
                ? List.of()
                : Stream.of(spaced.split(" ")).toList();
    }
}
