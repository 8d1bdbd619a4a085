package org.carerrecord.gateway.identity.linkage;

import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is typed where nothing is known, {@code identity/placeholders.csv}; never compared (carer-model.md, identity). */
final class Placeholders {

    private static final Set<String> TEXTS = of("text");
    private static final Set<String> DATES = of("date");
    private static final Set<String> EMAILS = of("email");
    private static final Set<String> POSTCODES = of("postcode");

    private Placeholders() {}

    private static Set<String> of(String kind) {
        return Table.rows("placeholders").stream()
                .filter(row -> row.get("kind").equals(kind))
                .map(row -> row.get("value"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param text in lower case, its words separated by single blanks */
    static boolean isText(String text) {
        return TEXTS.contains(text) || (text.length() > 1 && isOneCharacter(text));
    }

    /** @param date {@code yyyyMMdd} */
    static boolean isDate(String date) {
        return DATES.contains(date);
    }

    /** @param email in lower case */
    static boolean isEmail(String email) {
        return EMAILS.contains(email) || EMAILS.contains(email.substring(0, email.indexOf('@') + 1));
    }

    static boolean isPostcode(String postcode) {
        return POSTCODES.contains(postcode) || POSTCODES.contains(outward(postcode));
    }

    private static String outward(String postcode) {
        return postcode.substring(0, Math.max(0, postcode.length() - 3));
    }

    /** A number of one digit repeated, or of its digits in a row: 0000000000, 9999999999, 1234567890, 0123456789. */
    static boolean isNumber(String number) {
        String digits = number.chars()
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return digits.isEmpty() || isOneCharacter(digits) || "01234567890".contains(digits);
    }

    private static boolean isOneCharacter(String text) {
        Function<String, Long> kinds = all -> all.chars().distinct().count();
        return kinds.apply(text) == 1;
    }
}
