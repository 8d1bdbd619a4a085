package org.carerrecord.councilcase.resource;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.mapping.PartialDate;
import org.carerrecord.mapping.StatedTime;

/**
 * Dates as spreadsheets and databases write them: {@code 1941-03-02}, {@code 02/03/1941} (the day first, as in England),
 * {@code 2-Mar-1941}, {@code 19410302}, {@code 1941}, Excel's serial number {@code 15037}; a time of day behind is left aside,
 * but with an offset it decides the day in England.
 */
final class ExtractDates {

    private static final Pattern DAY_FIRST =
            Pattern.compile("(\\d{1,2})[/.\\- ](\\d{1,2}|[A-Za-z]{3})[/.\\- ](\\d{4})(?:[ T].*)?");
    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})(?:[ T].*)?");
    private static final Pattern WITH_OFFSET =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern SERIAL = Pattern.compile("\\d{4,5}(?:\\.\\d{1,10})?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /** Day 1 is 1900-01-01 and 1900-02-29 is counted although it never was (ECMA-376 part 1, 18.17.4.1). */
    private static final LocalDate BEFORE_SERIAL_ONE = LocalDate.of(1899, 12, 30);

    /** Four digits from 1800 to 2100 are a year; as serial numbers they would be days of 1904 and 1905. */
    private static final int FIRST_YEAR = 1800;

    private static final int LAST_YEAR = 2100;

    private ExtractDates() {}

    /** The date in that column; what is no date is a loss. */
    static Optional<PartialDate> of(Row row, Field field, RowLosses losses) {
        Optional<String> said = row.text(field);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Optional<PartialDate> date = of(said.get());
        if (date.isEmpty()) {
            losses.add(row, field, "not a date that can be read; the day comes first and the year has four digits");
        }
        return date;
    }

    static Optional<PartialDate> of(String text) {
        try {
            if (text.length() == 10 && text.charAt(4) == '-') {
                return day(LocalDate.parse(text));
            }
            if (WITH_OFFSET.matcher(text).matches()) {
                return day(OffsetDateTime.parse(text)
                        .atZoneSameInstant(StatedTime.ENGLAND)
                        .toLocalDate());
            }
            if (SERIAL.matcher(text).matches()) {
                return yearOrSerial(new BigDecimal(text));
            }
            return written(text);
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** The moment in a text, to the second if it says so, else when its day began in England. */
    static Optional<Instant> moment(String text) {
        if (WITH_OFFSET.matcher(text).matches()) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException noSuchTime) {
                return Optional.empty();
            }
        }
        return of(text).map(
                        date -> date.first().atStartOfDay(StatedTime.ENGLAND).toInstant());
    }

    private static Optional<PartialDate> written(String text) {
        Matcher dayFirst = DAY_FIRST.matcher(text);
        if (dayFirst.matches()) {
            return day(LocalDate.of(number(dayFirst.group(3)), month(dayFirst.group(2)), number(dayFirst.group(1))));
        }
        Matcher yearFirst = YEAR_FIRST.matcher(text);
        if (yearFirst.matches()) {
            return day(
                    LocalDate.of(number(yearFirst.group(1)), number(yearFirst.group(2)), number(yearFirst.group(3))));
        }
        return text.length() == 8 ? PartialDate.of(text) : Optional.empty();
    }

    private static Optional<PartialDate> yearOrSerial(BigDecimal number) {
        int whole = number.intValue();
        boolean isYear = number.scale() == 0 && whole >= FIRST_YEAR && whole <= LAST_YEAR;
        return isYear
                ? Optional.of(new PartialDate(LocalDate.of(whole, 1, 1), TemporalPrecisionEnum.YEAR))
                : day(BEFORE_SERIAL_ONE.plusDays(whole));
    }

    private static Optional<PartialDate> day(LocalDate day) {
        return day.getYear() < FIRST_YEAR
                ? Optional.empty()
                : Optional.of(new PartialDate(day, TemporalPrecisionEnum.DAY));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static int month(String text) {
        int named = MONTHS.indexOf(text.toLowerCase(Locale.ROOT));
        if (named < 0 && !Character.isDigit(text.charAt(0))) {
            throw new DateTimeParseException("no month", "", 0);
        }
        return named < 0 ? number(text) : named + 1;
    }
}
