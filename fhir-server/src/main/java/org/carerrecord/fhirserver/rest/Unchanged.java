package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.NotModifiedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.carerrecord.fhirserver.store.Version;
import org.jspecify.annotations.Nullable;

/** Conditional read (R4, RESTful API, "Conditional read"; RFC 9110, 13.1.2 and 13.1.3): what did not change is not sent again. */
final class Unchanged {

    private Unchanged() {}

    /**
     * Stops the answer where the caller has it already.
     *
     * @throws NotModifiedException with the headers of the version
     */
    static void check(RequestDetails request, Version found) {
        @Nullable String match = request.getHeader(Constants.HEADER_IF_NONE_MATCH);
        @Nullable String since = request.getHeader(Constants.HEADER_IF_MODIFIED_SINCE);
        boolean isUnchanged = match != null ? matches(match, found) : since != null && notSince(since, found);
        if (isUnchanged) {
            NotModifiedException unchanged = new NotModifiedException("not modified");
            unchanged.addResponseHeader(Constants.HEADER_ETAG, "W/\"" + found.version() + "\"");
            throw unchanged;
        }
        // HAPI would look at them again, each by itself.
        if (match != null || since != null) {
            request.setHeaders(Constants.HEADER_IF_NONE_MATCH, List.of());
            request.setHeaders(Constants.HEADER_IF_MODIFIED_SINCE, List.of());
        }
    }

    /** Whether an If-None-Match, {@code *} or versions, stands for the version. */
    static boolean matches(String header, Version found) {
        return header.strip().equals("*")
                || Arrays.stream(header.split(","))
                        .map(String::strip)
                        .map(Road.ETAG::matcher)
                        .filter(Matcher::matches)
                        .anyMatch(tag -> Integer.parseInt(tag.group(1)) == found.version());
    }

    /** Headers count in seconds; one that is no date is passed over. */
    private static boolean notSince(String header, Version found) {
        return date(header)
                .filter(since ->
                        !found.updated().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .isPresent();
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
