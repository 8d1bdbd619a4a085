package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DateTimeType;

/**
 * Within which time a Consent was said; pure. Nothing was said later than it was received: what lies ahead counts from its
 * receipt (carer-model.md, contributions 3).
 *
 * @param first the beginning of the second, day, month or year that it names
 * @param last the end of it
 */
record SaidWhen(Instant first, Instant last) {

    static final ZoneId ENGLAND = ZoneId.of("Europe/London");

    static SaidWhen of(Consent consent) {
        Optional<Instant> received =
                Optional.ofNullable(consent.getMeta().getLastUpdated()).map(Date::toInstant);
        // An element may have extensions alone, which say why there is none.
        if (consent.getDateTimeElement().getValue() == null) {
            Instant at = received.orElse(Instant.MIN);
            return new SaidWhen(at, at);
        }
        SaidWhen named = named(consent.getDateTimeElement());
        return received.map(named::noLaterThan).orElse(named);
    }

    /** When what a provision says counts: a permission from the first, a denial from the last (docs/operating.md). */
    Instant counts(Permission permission) {
        return permission.permits() ? first : last;
    }

    private SaidWhen noLaterThan(Instant received) {
        return new SaidWhen(earlier(first, received), earlier(last, received));
    }

    /** The second, day, month or year that is named. */
    static SaidWhen named(DateTimeType said) {
        LocalDate day = LocalDate.of(said.getYear(), said.getMonth() + 1, said.getDay());
        return switch (said.getPrecision()) {
            case YEAR -> days(day, day.plusYears(1));
            case MONTH -> days(day, day.plusMonths(1));
            case DAY -> days(day, day.plusDays(1));
            case MINUTE -> until(said, ChronoUnit.MINUTES);
            case SECOND -> until(said, ChronoUnit.SECONDS);
            case MILLI -> until(said, ChronoUnit.MILLIS);
        };
    }

    private static SaidWhen days(LocalDate first, LocalDate next) {
        return new SaidWhen(
                first.atStartOfDay(ENGLAND).toInstant(),
                next.atStartOfDay(ENGLAND).toInstant().minusMillis(1));
    }

    private static SaidWhen until(DateTimeType said, ChronoUnit unit) {
        Instant first = said.getValue().toInstant().truncatedTo(unit);
        return new SaidWhen(first, first.plus(1, unit).minusMillis(1));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
