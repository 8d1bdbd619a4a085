package org.carerrecord.mapping;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;

/**
 * A time as a sender states it, no more exact than it was said.
 *
 * <p>Without an offset it is wall-clock time in England. An hour that the clocks skip in spring is read with winter's
 * offset, so 01:30 becomes 02:30+01:00: the sender's clock was not yet put forward. An hour that comes twice in autumn is
 * read as the earlier one, since the later one could lie ahead of its receipt.
 *
 * @param at the earliest moment that it can be
 * @param precision YEAR, MONTH, DAY, SECOND or MILLI; an hour or minute counts as SECOND, R4 having neither
 */
public record StatedTime(OffsetDateTime at, TemporalPrecisionEnum precision) {

    /** Where a time without an offset is told. */
    public static final ZoneId ENGLAND = ZoneId.of("Europe/London");

    /** HL7 v2.5 section 2.A.22 DTM and TS: {@code YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]}. */
    private static final Pattern COMPACT = Pattern.compile(
            "(\\d{4}(?:\\d{2}){0,2})(?:(?<=\\d{8})(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:\\.(\\d{1,4}))?)?)?)?"
                    + "([+-]\\d{4})?");

    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuu");
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu-MM");
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter MILLI = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    /** The day that it is in England, by which ages and ends are reckoned. */
    public static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ENGLAND);
    }

    /** The time in a text of HL7 v2's compact form; empty when there is no such time. */
    public static Optional<StatedTime> of(String compact) {
        Matcher parts = COMPACT.matcher(compact.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            String fraction = parts.group(5);
            LocalTime time = LocalTime.of(number(parts.group(2)), number(parts.group(3)), number(parts.group(4)))
                    .plusNanos(fraction == null ? 0 : Long.parseLong((fraction + "00").substring(0, 3)) * 1_000_000);
            ZoneId zone = parts.group(6) == null ? ENGLAND : ZoneOffset.of(parts.group(6));
            return PartialDate.of(parts.group(1))
                    .map(date -> new StatedTime(
                            LocalDateTime.of(date.first(), time).atZone(zone).toOffsetDateTime(),
                            precision(date, parts.group(2), fraction)));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static TemporalPrecisionEnum precision(PartialDate date, @Nullable String hour, @Nullable String fraction) {
        if (hour == null) {
            return date.precision();
        }
        return fraction == null ? TemporalPrecisionEnum.SECOND : TemporalPrecisionEnum.MILLI;
    }

    public Instant instant() {
        return at.toInstant();
    }

    /** As R4 dateTime: a year, month or day stays one; a time has seconds and an offset. */
    public DateTimeType toFhir() {
        return new DateTimeType(
                switch (precision) {
                    case YEAR -> YEAR.format(at);
                    case MONTH -> MONTH.format(at);
                    case DAY -> DateTimeFormatter.ISO_LOCAL_DATE.format(at);
                    case MILLI -> MILLI.format(at);
                    default -> SECOND.format(at);
                });
    }
}
