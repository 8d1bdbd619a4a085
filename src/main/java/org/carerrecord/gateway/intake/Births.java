package org.carerrecord.gateway.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.Understood;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Dates of birth, of which none lies ahead of the message that says it; pure, and alike in every format. */
final class Births {

    private Births() {}

    /**
     * Takes those that lie ahead out of what a message says: nothing is said of the date then, and that is a loss.
     *
     * @param received when it came
     */
    static void takeNoneAhead(Understood understood, Instant received, Format format, List<Loss> losses) {
        LocalDate today = StatedTime.day(received);
        for (Said one : understood.said()) {
            boolean isAhead =
                    switch (one.resource()) {
                        case Patient who
                        when who.hasBirthDate() && isAhead(who.getBirthDateElement(), today) -> {
                            who.setBirthDateElement(null);
                            yield true;
                        }
                        case RelatedPerson who
                        when who.hasBirthDate() && isAhead(who.getBirthDateElement(), today) -> {
                            who.setBirthDateElement(null);
                            yield true;
                        }
                        default -> false;
                    };
            if (isAhead) {
                losses.add(new Loss(
                        format.places().birth(one.resource().fhirType()),
                        "a date of birth in the future is not taken: send the right one"));
            }
        }
    }

    /** A year or month that has begun may be that of a birth. */
    private static boolean isAhead(DateType born, LocalDate today) {
        return born.hasValue() && born.getValueAsString().compareTo(today.toString()) > 0;
    }
}
