package org.carerrecord.councilcase.resource;

import java.util.Optional;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.mapping.PartialDate;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;

/** From when until when a row says that something is or was so. */
final class Periods {

    private Periods() {}

    /** Empty when the row says neither; an end before the beginning is a loss, since it can be no period (R4 per-1). */
    static Optional<Period> of(Row row, RowLosses losses) {
        Optional<PartialDate> start = ExtractDates.of(row, Field.EVENT_START_DATE, losses);
        Optional<PartialDate> end = ExtractDates.of(row, Field.EVENT_END_DATE, losses);
        Period period = new Period();
        start.ifPresent(date -> period.setStartElement(dateTime(date)));
        if (start.isPresent()
                && end.isPresent()
                && end.get().last().isBefore(start.get().first())) {
            losses.add(row, Field.EVENT_END_DATE, "it lies before the start");
        } else {
            end.ifPresent(date -> period.setEndElement(dateTime(date)));
        }
        return Optional.of(period).filter(said -> !said.isEmpty());
    }

    private static DateTimeType dateTime(PartialDate date) {
        return new DateTimeType(date.toString());
    }
}
