package org.carerrecord.councilcase.clientlevel;

import java.time.LocalDate;

/**
 * A return of Client Level Data.
 *
 * @param laCode the council's code in the return; not its ODS code
 * @param ods the council's ODS code, by which its own numbers of people are known
 * @param from the first day of the reporting period
 * @param to its last day
 */
public record Submission(String laCode, String ods, LocalDate from, LocalDate to) {

    public Submission {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a reporting period does not end before it begins");
        }
    }
}
