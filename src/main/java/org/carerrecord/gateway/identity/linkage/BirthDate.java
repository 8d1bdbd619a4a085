package org.carerrecord.gateway.identity.linkage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of birth as far as it was told, in digits; it need not be a day of the calendar, for a typo in it is evidence, too.
 *
 * @param year four digits
 * @param month two digits, or empty
 * @param day two digits, or empty
 */
public record BirthDate(String year, String month, String day) {

    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})[-/.]?(?:(\\d{2})[-/.]?(\\d{2})?)?(?:T.*)?");
    private static final Pattern DAY_FIRST = Pattern.compile("(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4})");

    /** Years between parent and child at least; a rounded lower limit. */
    private static final int GENERATION = 15;

    /** What two dates of birth have in common. */
    enum Likeness {
        SAME,
        SAME_FIRST_OF_JANUARY,
        DAY_AND_MONTH_SWAPPED,
        ONE_DIGIT,
        ONE_DIGIT_OF_A_GENERATION,
        TWO_DIGITS,
        SAME_MONTH_OF_YEAR,
        SAME_YEAR,
        SAME_DAY_OF_ANOTHER_YEAR,
        DIFFERENT;

        /** As the table of weights calls it. */
        String level() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /** The date in a text {@code yyyy[[-]MM[[-]dd]]} or {@code dd/MM/yyyy}; empty for none and for a placeholder. */
    public static Optional<BirthDate> of(String text) {
        String stripped = text.strip();
        Matcher yearFirst = YEAR_FIRST.matcher(stripped);
        Matcher dayFirst = DAY_FIRST.matcher(stripped);
        if (yearFirst.matches()) {
            return known(new BirthDate(yearFirst.group(1), text(yearFirst, 2), text(yearFirst, 3)));
        }
        return dayFirst.matches()
                ? known(new BirthDate(dayFirst.group(3), two(dayFirst.group(2)), two(dayFirst.group(1))))
                : Optional.empty();
    }

    private static Optional<BirthDate> known(BirthDate date) {
        return Placeholders.isDate(date.digits()) ? Optional.empty() : Optional.of(date);
    }

    private static String text(Matcher matcher, int group) {
        return Optional.ofNullable(matcher.group(group)).orElse("");
    }

    private static String two(String digits) {
        return digits.length() == 1 ? "0" + digits : digits;
    }

    String digits() {
        return year + month + day;
    }

    boolean isWhole() {
        return !day.isEmpty();
    }

    boolean isAGenerationFrom(BirthDate other) {
        return Math.abs(Integer.parseInt(year) - Integer.parseInt(other.year)) >= GENERATION;
    }

    Likeness likeness(BirthDate other) {
        if (!isWhole() || !other.isWhole()) {
            return partly(other);
        }
        if (equals(other)) {
            return month.equals("01") && day.equals("01") ? Likeness.SAME_FIRST_OF_JANUARY : Likeness.SAME;
        }
        if (year.equals(other.year) && month.equals(other.day) && day.equals(other.month)) {
            return Likeness.DAY_AND_MONTH_SWAPPED;
        }
        int typos = Digits.typos(digits(), other.digits());
        if (typos == 1) {
            return isAGenerationFrom(other) ? Likeness.ONE_DIGIT_OF_A_GENERATION : Likeness.ONE_DIGIT;
        }
        if (month.equals(other.month) && day.equals(other.day)) {
            return Likeness.SAME_DAY_OF_ANOTHER_YEAR;
        }
        if (typos == 2 && !isAGenerationFrom(other)) {
            return Likeness.TWO_DIGITS;
        }
        return year.equals(other.year) ? Likeness.SAME_YEAR : Likeness.DIFFERENT;
    }

    private Likeness partly(BirthDate other) {
        if (!year.equals(other.year)) {
            return Likeness.DIFFERENT;
        }
        if (month.isEmpty() || other.month.isEmpty()) {
            return Likeness.SAME_YEAR;
        }
        return month.equals(other.month) ? Likeness.SAME_MONTH_OF_YEAR : Likeness.DIFFERENT;
    }
}
