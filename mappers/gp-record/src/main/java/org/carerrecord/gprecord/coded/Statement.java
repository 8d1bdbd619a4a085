package org.carerrecord.gprecord.coded;

import java.util.Optional;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Coding;

/**
 * What one entry of a record says of being or having a carer.
 *
 * @param place where the entry stands
 * @param patient the link of the person on whose record it stands
 * @param meaning {@code is-carer} or {@code has-carer}
 * @param from since when, as the entry says
 * @param at the date by which entries are compared: when it began, or when it ended
 * @param recorded when it was written down, for entries of one date
 */
record Statement(
        String place,
        String patient,
        String meaning,
        Kind kind,
        Optional<StatedTime> from,
        Optional<StatedTime> at,
        Optional<StatedTime> recorded,
        Optional<Coding> snomed) {

    enum Kind {
        SAYS,
        ENDED,
        IN_ERROR
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Statement[" + place + "]";
    }
}
