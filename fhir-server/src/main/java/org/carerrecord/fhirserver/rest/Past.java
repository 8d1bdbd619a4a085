package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.carerrecord.fhirserver.History;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.Paging;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/** Asks for pages of what was said, each with a sealed place to go on from. */
final class Past {

    private static final String CURSOR = "_cursor";
    private static final Set<String> RENDERED_BY_HAPI = Set.of("_format", "_pretty", "_elements", "_summary");

    private final History history;
    private final Cursor cursor;
    private final Allowance allowance;

    Past(History history, Cursor cursor, Allowance allowance) {
        this.history = history;
        this.cursor = cursor;
        this.allowance = allowance;
    }

    /**
     * Of what.
     *
     * @param type empty for all types
     * @param id empty for all of the type
     * @param version empty for all of the resource
     * @param required whether a resource that is not there is told so
     */
    record Subject(Optional<String> type, Optional<String> id, Optional<Integer> version, boolean required) {

        /** Of a path: nothing, {@code Patient} or {@code Patient/1}. */
        static Subject of(String path) {
            String[] steps = path.split("/");
            return new Subject(
                    Optional.of(steps[0]).filter(type -> !type.isEmpty()),
                    steps.length > 1 ? Optional.of(steps[1]) : Optional.empty(),
                    Optional.empty(),
                    true);
        }
    }

    /** A page with the links to itself and to the next. */
    record Shown(History.Page page, String self, Optional<String> next) {}

    /** A page of the history of a path (R4, RESTful API, "history"). */
    Shown page(RequestDetails request, Attempt attempt, String path, Map<String, String[]> asked) {
        String url = (path.isEmpty() ? "" : path + "/") + "_history";
        return page(request, attempt, url, asked, Set.of("_since", "_count"), parameters -> Subject.of(path));
    }

    /**
     * A page.
     *
     * @param url what is asked, below the server's base
     * @param known the parameters that are understood
     * @param subject what the parameters ask for
     */
    Shown page(
            RequestDetails request,
            Attempt attempt,
            String url,
            Map<String, String[]> asked,
            Set<String> known,
            Function<Map<String, String[]>, Subject> subject) {
        Caller caller = Requests.caller(request);
        String binding = caller.partner().ods() + "\n" + caller.agreement().version() + "\n" + url;
        Map<String, String[]> parameters = new LinkedHashMap<>(asked);
        Optional<History.Place> after = Optional.empty();
        String @Nullable [] sealed = parameters.remove(CURSOR);
        if (sealed != null) {
            String[] opened = cursor.open(sealed[0], binding).split("\n", 2);
            after = Optional.of(place(opened[0]));
            parameters = new LinkedHashMap<>(QueryStrings.parse(CURSOR, opened[1]));
        }
        refuseOthers(parameters, known, url);
        Subject of = subject.apply(parameters);
        History.Page page = history.page(
                caller,
                attempt,
                new History.Question(
                        of.type(),
                        of.id(),
                        of.version(),
                        of.required(),
                        first(parameters, "_since").map(Paging::since),
                        first(parameters, "_count")
                                .map(count -> Paging.count(count, 1))
                                .orElse(Paging.DEFAULT_COUNT),
                        after));
        allowance.take(page.versions());
        String self = request.getFhirServerBase() + "/" + url;
        String query = QueryStrings.write(parameters);
        return new Shown(
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

    private static Optional<String> first(Map<String, String[]> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).map(values -> values[0]);
    }

    private static void refuseOthers(Map<String, String[]> parameters, Set<String> known, String url) {
        for (String name : parameters.keySet()) {
            if (!RENDERED_BY_HAPI.contains(name) && !known.contains(name)) {
                throw new Fault(
                        FaultKind.INVALID_SEARCH,
                        url.endsWith("_history") ? "history" : url,
                        "this is asked by "
                                + String.join(" and ", known.stream().sorted().toList()));
            }
        }
    }
}
