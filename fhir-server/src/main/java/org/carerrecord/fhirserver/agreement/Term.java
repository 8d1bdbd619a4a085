package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * From when until when a provision says something; pure.
 *
 * @param since from when; null: at once
 * @param until from when on not any more; null: no end
 * @param isKnown whether it tells both, as far as it has them
 */
record Term(@Nullable Instant since, @Nullable Instant until, boolean isKnown) {

    static final Term ALWAYS = new Term(null, null, true);

    /** R4, Period: "The high value includes any matching date/time". An element may have extensions alone, which say nothing of when. */
    static Term of(Period period) {
        boolean hasSince = period.getStartElement().hasValue();
        boolean hasUntil = period.getEndElement().hasValue();
        return new Term(
                hasSince ? SaidWhen.named(period.getStartElement()).first() : null,
                hasUntil ? SaidWhen.named(period.getEndElement()).last().plusMillis(1) : null,
                hasSince == period.hasStart() && hasUntil == period.hasEnd());
    }

    /** That of a permission that is an exception from another provision: within its term. */
    Term within(Term around) {
        return new Term(
                since == null || (around.since != null && around.since.isAfter(since)) ? around.since : since,
                until == null || (around.until != null && around.until.isBefore(until)) ? around.until : until,
                isKnown && around.isKnown);
    }

    /** That of a denial, which begins at once; as an exception it ends with what it is from where it names no end. */
    Term ofDenial(Term around) {
        return new Term(null, until == null && isKnown ? around.until : until, true);
    }
}
