package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** A parameter's value, taken apart at commas, bars and dollars that no backslash escapes (R4, 3.1.1.4.2). */
final class Values {

    private static final int MOST_VALUES = 200;

    private static final Pattern ESCAPE = Pattern.compile("\\\\([,|$\\\\])");

    private Values() {}

    /** The alternatives of a value, still escaped; blank ones do not count. */
    static List<String> of(String value) {
        List<String> values = split(value, ',');
        if (values.size() > MOST_VALUES) {
            throw new Fault(FaultKind.TOO_COSTLY, "search", "ask for at most " + MOST_VALUES + " values at a time");
        }
        List<String> there = values.stream().filter(one -> !one.isBlank()).toList();
        if (there.isEmpty()) {
            throw new Fault(FaultKind.INVALID_SEARCH, "search", "give a value");
        }
        return there;
    }

    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == separator) {
                parts.add(text.substring(start, i));
                start = i + 1;
            } else if (text.charAt(i) == '\\') {
                i++;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The value without its backslashes. */
    static String plain(String value) {
        return value.indexOf('\\') < 0 ? value : ESCAPE.matcher(value).replaceAll("$1");
    }
}
