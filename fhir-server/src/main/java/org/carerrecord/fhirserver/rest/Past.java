package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.carerrecord.fhirserver.History;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.Paging;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** Asks for pages of what was said, each with a sealed place to go on from. */
final class Past {

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
        Continued question = Continued.of(cursor, binding, asked);
        Map<String, String[]> parameters = question.parameters();
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
                        question.after().map(Past::place)));
        allowance.take(page.versions());
        String self = request.getFhirServerBase() + "/" + url;
        return new Shown(
                page,
                question.self(self),
                page.next().map(next -> question.next(self, next.updated() + " " + next.pk() + " " + next.version())));
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
            if (!Continued.FORM.contains(name) && !known.contains(name)) {
                throw new Fault(
                        FaultKind.INVALID_SEARCH,
                        url.endsWith("_history") ? "history" : url,
                        "this is asked by "
                                + String.join(" and ", known.stream().sorted().toList()));
            }
        }
    }
}
