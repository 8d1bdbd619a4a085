package org.carerrecord.fhirserver.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** What is asked of pages, be they of a search, a history or an operation. */
public final class Paging {

    public static final int DEFAULT_COUNT = 50;
    public static final int LARGEST_COUNT = 1000;

    /** Java knows years that no database can hold. */
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*");

    private Paging() {}

    /**
     * How many resources a page holds at most: {@code _count}.
     *
     * @param least 0 where that asks for the number alone, which is in a search
     * @throws Fault INVALID_SEARCH
     */
    public static int count(String asked, int least) {
        if (!asked.matches("\\d{1,9}") || Integer.parseInt(asked) < least) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_count", "give a whole number of " + least + " or more");
        }
        return Math.min(Integer.parseInt(asked), LARGEST_COUNT);
    }

    /**
     * From when on: {@code _since}, an instant (R4, RESTful API, "history"; OperationDefinition Patient-everything).
     *
     * @throws Fault INVALID_SEARCH
     */
    public static Instant since(String asked) {
        try {
            if (!INSTANT.matcher(asked).matches()) {
                throw new DateTimeException("not a year of four digits, a day and a time");
            }
            // A plus that nobody encoded arrives as a space.
            return OffsetDateTime.parse(asked.replace(' ', '+')).toInstant();
        } catch (DateTimeException none) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_since", "give an instant with its time zone", none);
        }
    }
}
