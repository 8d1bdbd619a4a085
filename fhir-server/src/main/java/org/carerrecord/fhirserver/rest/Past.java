package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.History;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** Asks for a page of history (R4, RESTful API, "history"): {@code _since}, {@code _count}, and a sealed place to go on from. */
final class Past {

    private static final int DEFAULT_COUNT = 50;
    private static final int LARGEST_COUNT = 1000;
    private static final String CURSOR = "_cursor";
    private static final Set<String> RENDERED_BY_HAPI = Set.of("_format", "_pretty", "_elements", "_summary");

    private final History history;
    private final Cursor cursor;
    private final String agreement;
    private final Bundles bundles;

    Past(History history, Cursor cursor, String agreement, Bundles bundles) {
        this.history = history;
        this.cursor = cursor;
        this.agreement = agreement;
        this.bundles = bundles;
    }

    /**
     * A page.
     *
     * @param path what it is the history of: empty, {@code Patient} or {@code Patient/1}
     */
    Bundle page(RequestDetails request, Attempt attempt, String path, Map<String, String[]> asked) {
        Caller caller = Requests.caller(request);
        String binding = caller.partner().ods() + "\n" + agreement + "\nhistory of " + path;
        Map<String, String[]> parameters = new LinkedHashMap<>(asked);
        Optional<History.Place> after = Optional.empty();
        String @Nullable [] sealed = parameters.remove(CURSOR);
        if (sealed != null) {
            String[] opened = cursor.open(sealed[0], binding).split("\n", 2);
            after = Optional.of(place(opened[0]));
            parameters = new LinkedHashMap<>(QueryStrings.parse(CURSOR, opened[1]));
        }
        refuseOthers(parameters);
        String[] steps = path.split("/");
        History.Page page = history.page(
                caller,
                attempt,
                new History.Question(
                        Optional.of(steps[0]).filter(type -> !type.isEmpty()),
                        steps.length > 1 ? Optional.of(steps[1]) : Optional.empty(),
                        since(parameters),
                        count(parameters),
                        after));
        String base = request.getFhirServerBase();
        String self = base + (path.isEmpty() ? "" : "/" + path) + "/_history";
        String query = QueryStrings.write(parameters);
        return bundles.history(
                base,
                page,
                query.isEmpty() ? self : self + "?" + query,
                page.next()
                        .map(next -> self + "?" + CURSOR + "="
                                + cursor.seal(
                                        next.updated() + " " + next.pk() + " " + next.version() + "\n" + query,
                                        binding)));
    }

    private static History.Place place(String text) {
        String[] words = text.split(" ");
        return new History.Place(Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]));
    }

    private static Optional<Instant> since(Map<String, String[]> parameters) {
        String @Nullable [] since = parameters.get("_since");
        if (since == null) {
            return Optional.empty();
        }
        try {
            // A plus that nobody encoded arrives as a space.
            return Optional.of(OffsetDateTime.parse(since[0].replace(' ', '+')).toInstant());
        } catch (DateTimeException none) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_since", "give an instant with its time zone", none);
        }
    }

    private static int count(Map<String, String[]> parameters) {
        String @Nullable [] count = parameters.get("_count");
        if (count == null) {
            return DEFAULT_COUNT;
        }
        if (!count[0].matches("\\d{1,9}")) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_count", "give a whole number");
        }
        return Math.clamp(Integer.parseInt(count[0]), 1, LARGEST_COUNT);
    }

    private static void refuseOthers(Map<String, String[]> parameters) {
        for (String name : parameters.keySet()) {
            if (!RENDERED_BY_HAPI.contains(name) && !name.equals("_since") && !name.equals("_count")) {
                throw new Fault(FaultKind.INVALID_SEARCH, "history", "a history is asked by _since and _count");
            }
        }
    }
}
