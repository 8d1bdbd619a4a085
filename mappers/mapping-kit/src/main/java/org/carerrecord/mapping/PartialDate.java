package org.carerrecord.mapping;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateType;
import org.jspecify.annotations.Nullable;

/**
 * A date as far as it is known: a year, a month of a year, or a day; never more exact than it was said.
 *
 * @param first the first day that it can be
 * @param precision YEAR, MONTH or DAY
 */
public record PartialDate(LocalDate first, TemporalPrecisionEnum precision) {

    /** HL7 v2.5 section 2.A.22 DTM and TS: {@code YYYY[MM[DD[HH...]]]}; a time of day after the date is left aside. */
    private static final Pattern COMPACT =
            Pattern.compile("(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:\\d{2}[\\d.]*)?)?)?(?:[+-]\\d{4})?");

    public PartialDate {
        boolean wellFormed =
                switch (precision) {
                    case DAY -> true;
                    case MONTH -> first.getDayOfMonth() == 1;
                    case YEAR -> first.getDayOfYear() == 1;
                    default -> false;
                };
        if (!wellFormed || first.getYear() < 1) {
            throw new IllegalArgumentException("a partial date is a year, the first of a month, or a day");
        }
    }

    /** The date in a text {@code yyyy[MM[dd[HHmm...]]]}; empty when there is no such date. */
    public static Optional<PartialDate> of(String compact) {
        Matcher parts = COMPACT.matcher(compact.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String month = parts.group(2);
        String day = parts.group(3);
        try {
            LocalDate first = LocalDate.of(
                    Integer.parseInt(parts.group(1)),
                    month == null ? 1 : Integer.parseInt(month),
                    day == null ? 1 : Integer.parseInt(day));
            return first.getYear() < 1 ? Optional.empty() : Optional.of(new PartialDate(first, precision(month, day)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static TemporalPrecisionEnum precision(@Nullable String month, @Nullable String day) {
        if (month == null) {
            return TemporalPrecisionEnum.YEAR;
        }
        return day == null ? TemporalPrecisionEnum.MONTH : TemporalPrecisionEnum.DAY;
    }

    /** The last day that it can be. */
    public LocalDate last() {
        return switch (precision) {
            case YEAR -> first.withDayOfYear(first.lengthOfYear());
            case MONTH -> first.withDayOfMonth(first.lengthOfMonth());
            default -> first;
        };
    }

    /** As R4 date, of the same precision. */
    public DateType toFhir() {
        return new DateType(toString());
    }

    /** {@code yyyy}, {@code yyyy-MM} or {@code yyyy-MM-dd}. */
    @Override
    public String toString() {
        return switch (precision) {
            case YEAR -> first.toString().substring(0, 4);
            case MONTH -> first.toString().substring(0, 7);
            default -> first.toString();
        };
    }
}
