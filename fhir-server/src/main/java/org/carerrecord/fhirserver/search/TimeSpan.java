package org.carerrecord.fhirserver.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The time that a FHIR date covers, in milliseconds since 1970: from low (included) to high (not included).
 *
 * <p>A partial date covers the whole of its year, month or day (R4, 3.1.1.4.7 "date"); without a zone it is taken in UTC.
 */
public record TimeSpan(long low, long high) {

    static final long BEGINNING = Long.MIN_VALUE;
    static final long END = Long.MAX_VALUE;

    /** Java knows years that no database can hold. */
    private static final Pattern FOUR_DIGITS = Pattern.compile("\\d{4}(-|$)");

    /** The span of {@code yyyy}, {@code yyyy-MM}, {@code yyyy-MM-dd} or a date and time; empty for anything else. */
    public static Optional<TimeSpan> of(String text) {
        if (!FOUR_DIGITS.matcher(text).lookingAt()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (text.length()) {
                        case 4 ->
                            days(
                                    Year.parse(text).atDay(1),
                                    Year.parse(text).plusYears(1).atDay(1));
                        case 7 ->
                            days(
                                    YearMonth.parse(text).atDay(1),
                                    YearMonth.parse(text).plusMonths(1).atDay(1));
                        case 10 ->
                            days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
                        default -> moment(text);
                    });
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** The span widened by a tenth of the time between it and now, as R4 recommends for ap (3.1.1.4.5). */
    TimeSpan about(Instant now) {
        long tenth = Math.max(0, Math.max(low - now.toEpochMilli(), now.toEpochMilli() - high) / 10);
        return new TimeSpan(low - tenth, high + tenth);
    }

    /** From the earlier beginning to the later end. */
    TimeSpan with(TimeSpan other) {
        return new TimeSpan(Math.min(low, other.low), Math.max(high, other.high));
    }

    private static TimeSpan days(LocalDate from, LocalDate to) {
        return new TimeSpan(millis(from), millis(to));
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    private static TimeSpan moment(String text) {
        int time = text.indexOf('T');
        if (time < 0) {
            throw new DateTimeException("no time");
        }
        String clock = text.substring(time + 1).replaceAll("(Z|[+-]\\d\\d:\\d\\d)$", "");
        boolean zoned = text.length() > time + 1 + clock.length();
        Instant low = zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        long width = clock.length() == 5 ? 60_000 : clock.length() == 8 ? 1_000 : 1;
        return new TimeSpan(low.toEpochMilli(), low.toEpochMilli() + width);
    }
}
