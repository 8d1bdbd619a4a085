package org.carerrecord.fhirserver.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * A question that is answered in pages. The link to the next page holds the question, sealed, and how it is to be written, in
 * clear, so that each page is written as the first (R4, Search, "Paging").
 *
 * @param binding what must be the same on each page
 * @param parameters of the question, whichever page is asked for
 * @param after the place where the page begins; empty for the first
 */
record Continued(Cursor cursor, String binding, Map<String, String[]> parameters, Optional<String> after) {

    static final String CURSOR = "_cursor";

    /** What is asked of the answer's form. */
    static final Set<String> FORM = Set.of("_format", "_pretty", "_summary", "_elements");

    /** Below what a server takes of a request's line and headers, with room for the others. */
    private static final int LONGEST_LINK = 24_000;

    /**
     * What is asked: a question, or a page of one.
     *
     * @throws Fault INVALID_SEARCH when the link is not from here, or for somebody else
     */
    static Continued of(Cursor cursor, String binding, Map<String, String[]> asked) {
        String @Nullable [] sealed = asked.get(CURSOR);
        if (sealed == null) {
            return new Continued(cursor, binding, new LinkedHashMap<>(asked), Optional.empty());
        }
        String[] opened = cursor.open(sealed[0], binding).split("\n", 2);
        Map<String, String[]> parameters = new LinkedHashMap<>(QueryStrings.parse(CURSOR, opened[1]));
        asked.forEach((name, values) -> {
            if (FORM.contains(name)) {
                parameters.put(name, values);
            }
        });
        return new Continued(cursor, binding, parameters, Optional.of(opened[0]));
    }

    /** R4, Search, "Self Link". */
    String self(String url) {
        return parameters.isEmpty() ? url : url + "?" + QueryStrings.write(parameters);
    }

    /**
     * The link to the page that begins at a place.
     *
     * @throws Fault TOO_COSTLY when it would be too long to ask for
     */
    String next(String url, String place) {
        Map<String, String[]> question = new LinkedHashMap<>(parameters);
        question.keySet().removeAll(FORM);
        Map<String, String[]> link = new LinkedHashMap<>();
        link.put(CURSOR, new String[] {cursor.seal(place + "\n" + QueryStrings.write(question), binding)});
        parameters.forEach((name, values) -> {
            if (FORM.contains(name)) {
                link.put(name, values);
            }
        });
        String next = url + "?" + QueryStrings.write(link);
        if (next.length() > LONGEST_LINK) {
            throw new Fault(
                    FaultKind.TOO_COSTLY,
                    "search",
                    "the link to the next page would be too long: ask for fewer values at once, or for all in one page"
                            + " (_count)");
        }
        return next;
    }
}
