package org.carerrecord.profiles;

import java.util.Optional;

/**
 * An NHS number of ten digits whose check digit holds.
 *
 * <p>Check digit: weights 10 to 2 on the first nine digits, sum modulo 11, subtracted from 11; 11 counts as 0 and 10 is
 * never valid (NHS Data Dictionary, NHS NUMBER). What is typed where no number is known passes it, too, and is nobody's.
 */
public record NhsNumber(String value) {

    /** Passes the arithmetic, as ten times any digit does, and is everybody's placeholder. */
    private static final String DIGITS_IN_A_ROW = "0123456789";

    /** The patient of NHS England's own example messages (IOPS, ADT), who has no other number there. */
    private static final String EXAMPLE = "3333333333";

    public NhsNumber {
        if (!holds(value)) {
            throw new IllegalArgumentException(
                    "an NHS number has ten digits, is no placeholder, and its check digit holds");
        }
    }

    /** The number in a text of ten digits that may be grouped by spaces or hyphens; empty when it cannot be one. */
    public static Optional<NhsNumber> of(String text) {
        String digits = text.replaceAll("[ -]", "");
        return holds(digits) ? Optional.of(new NhsNumber(digits)) : Optional.empty();
    }

    private static boolean holds(String digits) {
        if (digits.length() != 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9') || isPlaceholder(digits)) {
            return false;
        }
        int sum = 0;
        for (int place = 0; place < 9; place++) {
            sum += (digits.charAt(place) - '0') * (10 - place);
        }
        return (11 - sum % 11) % 11 == digits.charAt(9) - '0';
    }

    private static boolean isPlaceholder(String digits) {
        return !digits.equals(EXAMPLE) && (digits.chars().distinct().count() == 1 || digits.equals(DIGITS_IN_A_ROW));
    }

    /** Never the number itself: a record's text ends in logs. */
    @Override
    public String toString() {
        return "NhsNumber[**********]";
    }
}
