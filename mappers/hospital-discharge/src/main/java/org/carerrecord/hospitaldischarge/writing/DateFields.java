package org.carerrecord.hospitaldischarge.writing;

import java.util.Objects;
import org.hl7.fhir.r4.model.BaseDateTimeType;

/** FHIR dates and times as fields of HL7 v2.4. */
final class DateFields {

    private DateFields() {}

    /** DT and TS: as exact as it is known. */
    static String date(BaseDateTimeType date) {
        String text = Objects.requireNonNullElse(date.getValueAsString(), "");
        return text.substring(0, Math.min(10, text.length())).replace("-", "");
    }

    /** TS: a date, or a time of day with its offset. */
    static String time(BaseDateTimeType time) {
        String text = Objects.requireNonNullElse(time.getValueAsString(), "");
        return text.length() <= 10
                ? date(time)
                : text.replaceFirst("Z$", "+0000")
                        .replaceFirst("([+-]\\d\\d):(\\d\\d)$", "$1$2")
                        .replaceAll("-(?=.*T)|[:T]", "");
    }
}
