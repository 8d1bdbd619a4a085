package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * Reads a search's parameters; what it does not know is refused, so that no condition is silently dropped, unless the
 * client would rather have it ignored (R4, 3.1.1.3 "handling").
 */
public final class QueryParser {

    private static final int MOST_PARAMETERS = 50;
    private static final int MOST_SORTS = 8;

    private static final Set<String> RENDERED_BY_HAPI = Set.of("_format", "_pretty", "_elements");

    private final SearchParameters parameters;
    private final String base;
    private final boolean lenient;

    public QueryParser(SearchParameters parameters) {
        this(parameters, "", false);
    }

    private QueryParser(SearchParameters parameters, String base, boolean lenient) {
        this.parameters = parameters;
        this.base = base;
        this.lenient = lenient;
    }

    /** The same for requests to this address: references that begin with it are local ones. */
    public QueryParser at(String address) {
        return new QueryParser(parameters, address, lenient);
    }

    /** The same, which ignores parameters that it does not know. */
    public QueryParser lenient() {
        return new QueryParser(parameters, base, true);
    }

    /**
     * The search, understood.
     *
     * @throws Fault INVALID_SEARCH for what it cannot understand, TOO_COSTLY for what is too large
     */
    public Query parse(String type, Map<String, String[]> request) {
        return parse(type, request, Optional.empty());
    }

    /** The same from the place on at which the page before ended. */
    public Query parse(String type, Map<String, String[]> request, Optional<String> after) {
        if (request.values().stream().mapToInt(values -> values.length).sum() > MOST_PARAMETERS) {
            throw new Fault(FaultKind.TOO_COSTLY, "search", "ask with at most " + MOST_PARAMETERS + " parameters");
        }
        ClauseParser conditions = new ClauseParser(parameters, base);
        IncludeParser links = new IncludeParser(parameters);
        List<Clause> clauses = new ArrayList<>();
        List<Query.Include> includes = new ArrayList<>();
        List<Sort> sorts = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        int count = Paging.DEFAULT_COUNT;
        boolean countOnly = false;
        Query.Total total = Query.Total.UNASKED;
        for (Map.Entry<String, String[]> parameter : request.entrySet()) {
            String name = parameter.getKey();
            for (String value : parameter.getValue()) {
                if (IncludeParser.isInclude(name)) {
                    addOnce(includes, links.parse(type, name, value));
                } else if (name.equals("_count")) {
                    count = Paging.count(value, 0);
                } else if (name.equals("_sort")) {
                    sorts.addAll(sorts(type, value));
                } else if (name.equals("_total")) {
                    total = total(value);
                } else if (name.equals("_summary")) {
                    countOnly = value.equals("count");
                } else if (lenient && !isKnown(type, name)) {
                    addOnce(ignored, name);
                } else if (!RENDERED_BY_HAPI.contains(name)) {
                    clauses.add(conditions.parse(type, name, value));
                }
            }
        }
        return new Query(
                type, clauses, includes, sorts, count, countOnly || count == 0, total, after.map(Place::of), ignored);
    }

    private static <T> void addOnce(List<T> all, T one) {
        if (!all.contains(one)) {
            all.add(one);
        }
    }

    private boolean isKnown(String type, String name) {
        String code = ClauseParser.code(name);
        return Set.of("_id", "_lastUpdated", "_has").contains(code)
                || RENDERED_BY_HAPI.contains(code)
                || parameters.find(type, code).isPresent();
    }

    private static Query.Total total(String value) {
        return switch (value) {
            case "none" -> Query.Total.NONE;
            case "estimate", "accurate" -> Query.Total.EXACT;
            default -> throw new Fault(FaultKind.INVALID_SEARCH, "_total", "it is none, estimate or accurate");
        };
    }

    private List<Sort> sorts(String type, String value) {
        List<Sort> sorts =
                Arrays.stream(value.split(",", -1)).map(key -> sort(type, key)).toList();
        if (sorts.size() > MOST_SORTS) {
            throw new Fault(FaultKind.TOO_COSTLY, "_sort", "sort by at most " + MOST_SORTS + " keys");
        }
        return sorts;
    }

    private Sort sort(String type, String key) {
        boolean descending = key.startsWith("-");
        String code = descending ? key.substring(1) : key;
        if (code.equals("_id") || code.equals("_lastUpdated")) {
            return new Sort(code, Optional.empty(), descending);
        }
        return new Sort(
                code,
                Optional.of(parameters
                        .find(type, code)
                        .filter(parameter -> parameter.kind() != SearchParameter.Kind.COMPOSITE)
                        .orElseThrow(() -> new Fault(
                                FaultKind.INVALID_SEARCH,
                                "_sort",
                                "sort by search parameters of the type that are no composites, - before one for"
                                        + " descending"))),
                descending);
    }
}
