package org.carerrecord.mapping.document;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.mapping.StatedTime;

/** FHIR's date, dateTime and instant as the time that was stated. */
public final class Moments {

    private static final Pattern FHIR = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2})"
            + "(?:T(\\d{2}):(\\d{2}):(\\d{2})(\\.\\d{1,3})?\\d*(?:(Z)|([+-]\\d{2}):(\\d{2})))?)?)?");

    private Moments() {}

    /** The time in a text such as {@code 2019-03} or {@code 2019-03-14T09:42:00+00:00}; empty when there is none. */
    public static Optional<StatedTime> of(String text) {
        Matcher parts = FHIR.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        StringBuilder compact = new StringBuilder();
        for (int part = 1; part <= parts.groupCount(); part++) {
            String digits = parts.group(part);
            if (digits != null) {
                compact.append(digits.equals("Z") ? "+0000" : digits);
            }
        }
        return StatedTime.of(compact.toString());
    }
}
