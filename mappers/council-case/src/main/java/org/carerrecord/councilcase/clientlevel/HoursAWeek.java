package org.carerrecord.councilcase.clientlevel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;

/**
 * Hours of care a week as a band: {@code 20}, {@code 20-34}, {@code 20 to 34 hours}, {@code 50+}, {@code less than 20}.
 *
 * <p>The list of bands is not published, so words are read and not looked up.
 */
public final class HoursAWeek {

    private static final String UCUM = "http://unitsofmeasure.org";
    private static final int HOURS_OF_A_WEEK = 168;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
    private static final Pattern OPEN_ABOVE = Pattern.compile("\\+|\\b(?:or more|more than|over|and over|at least)\\b");
    private static final Pattern OPEN_BELOW = Pattern.compile("<|\\b(?:less than|under|up to)\\b");

    private HoursAWeek() {}

    /** The band in a text; empty when there is none, or a week has not so many hours. */
    public static Optional<Range> of(String text) {
        List<Integer> numbers = NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(Integer::valueOf)
                .toList();
        boolean told = !numbers.isEmpty()
                && numbers.size() <= 2
                && numbers.getFirst() <= numbers.getLast()
                && numbers.getLast() <= HOURS_OF_A_WEEK;
        if (!told) {
            return Optional.empty();
        }
        String words = text.toLowerCase(Locale.ROOT);
        Range band = new Range();
        if (numbers.size() == 2 || !OPEN_BELOW.matcher(words).find()) {
            band.setLow(hours(numbers.getFirst()));
        }
        if (numbers.size() == 2 || !OPEN_ABOVE.matcher(words).find()) {
            band.setHigh(hours(numbers.getLast()));
        }
        return Optional.of(band).filter(known -> !known.isEmpty());
    }

    /** As it is written into Client Level Data: {@code 20-34}, {@code 50+}, {@code less than 20}, {@code 20}. */
    static String text(Range band) {
        if (!band.hasHigh()) {
            return band.getLow().getValue().toPlainString() + "+";
        }
        String high = band.getHigh().getValue().toPlainString();
        if (!band.hasLow()) {
            return "less than " + high;
        }
        String low = band.getLow().getValue().toPlainString();
        return low.equals(high) ? low : low + "-" + high;
    }

    private static Quantity hours(int number) {
        return new Quantity().setValue(number).setUnit("hours").setSystem(UCUM).setCode("h");
    }
}
