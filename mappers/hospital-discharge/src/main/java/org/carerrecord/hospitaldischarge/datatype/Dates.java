package org.carerrecord.hospitaldischarge.datatype;

import java.util.Optional;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.PartialDate;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;

/** DT, TS and DTM fields, for example {@code 19400229} or {@code 202611211030}; one that is no date is a loss. */
public final class Dates {

    private Dates() {}

    /** The day, month or year, whatever time of day follows it. */
    public static Optional<DateType> date(Segment segment, int field, Losses losses) {
        return lost(segment, field, segment.text(field).flatMap(PartialDate::of).map(PartialDate::toFhir), losses);
    }

    public static Optional<DateTimeType> dateTime(Segment segment, int field, Losses losses) {
        return lost(segment, field, segment.text(field).flatMap(StatedTime::of).map(StatedTime::toFhir), losses);
    }

    private static <T> Optional<T> lost(Segment segment, int field, Optional<T> read, Losses losses) {
        if (read.isEmpty() && segment.isPresent(field)) {
            losses.add(segment.place(field), "there is no such date or time");
        }
        return read;
    }
}
