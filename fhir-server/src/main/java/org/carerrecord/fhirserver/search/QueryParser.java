package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** Reads a search's parameters; what it does not know is refused, so that no condition is silently dropped. */
public final class QueryParser {

    private static final int DEFAULT_COUNT = 50;
    private static final int LARGEST_COUNT = 1000;
    private static final int MOST_PARAMETERS = 50;
    private static final int MOST_VALUES = 200;
    private static final int LONGEST_CHAIN = 6;

    private static final Set<String> RENDERED_BY_HAPI = Set.of("_format", "_pretty", "_elements", "_summary", "_total");
    private static final Pattern NAME = Pattern.compile("([\\w-]+)(?::([\\w-]+))?(?:\\.(.+))?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([,|$\\\\])");
    private static final Pattern DATE = Pattern.compile("(eq|ne|gt|lt|ge|le|sa|eb)?(.+)");

    private final SearchParameters parameters;
    private final Predicate<String> types;

    /**
     * A parser.
     *
     * @param types tells whether a name is a resource type
     */
    public QueryParser(SearchParameters parameters, Predicate<String> types) {
        this.parameters = parameters;
        this.types = types;
    }

    /**
     * The search, understood.
     *
     * @throws Fault INVALID_SEARCH for what it cannot understand, TOO_COSTLY for what is too large
     */
    public Query parse(String type, Map<String, String[]> request) {
        return parse(type, request, Optional.empty());
    }

    /** The same from the id on after which a page begins. */
    public Query parse(String type, Map<String, String[]> request, Optional<String> after) {
        List<Clause> clauses = new ArrayList<>();
        List<Query.Include> includes = new ArrayList<>();
        int count = DEFAULT_COUNT;
        boolean countOnly = false;
        int seen = 0;
        for (Map.Entry<String, String[]> parameter : request.entrySet()) {
            for (String value : parameter.getValue()) {
                if (++seen > MOST_PARAMETERS) {
                    throw new Fault(
                            FaultKind.TOO_COSTLY, "search", "ask with at most " + MOST_PARAMETERS + " parameters");
                }
                String name = parameter.getKey();
                switch (name) {
                    case "_include", "_revinclude" -> includes.add(include(type, name, value));
                    case "_count" -> count = count(value);
                    default -> {
                        if (!RENDERED_BY_HAPI.contains(name)) {
                            clauses.add(clause(type, name, value, LONGEST_CHAIN));
                        } else if (name.equals("_summary")) {
                            countOnly = value.equals("count");
                        }
                    }
                }
            }
        }
        return new Query(type, clauses, includes, Math.max(count, 0), countOnly || count == 0, after);
    }

    private static int count(String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_count", "give a whole number");
        }
        return Math.min(Integer.parseInt(value), LARGEST_COUNT);
    }

    private Clause clause(String type, String name, String value, int depth) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches() || depth == 0) {
            throw new Fault(
                    depth == 0 ? FaultKind.TOO_COSTLY : FaultKind.INVALID_SEARCH,
                    "search",
                    "a parameter's name is code, code:modifier or a chain of at most " + LONGEST_CHAIN + " links");
        }
        String code = parts.group(1);
        Optional<String> modifier = Optional.ofNullable(parts.group(2));
        if (value.isBlank() || value.indexOf('\0') >= 0) {
            throw new Fault(FaultKind.INVALID_SEARCH, code, "give a value");
        }
        if (code.equals("_id")) {
            return new Clause.Ids(values(value).stream().map(QueryParser::plain).toList());
        }
        if (code.equals("_lastUpdated")) {
            return new Clause.Updated(dates(code, value));
        }
        SearchParameter parameter = parameters
                .find(type, code)
                .orElseThrow(() -> new Fault(
                        FaultKind.INVALID_SEARCH,
                        type + ":" + code.substring(0, Math.min(code.length(), 64)),
                        "no such search parameter; GET /fhir/metadata lists those there are"));
        if (parts.group(3) != null) {
            return chain(parameter, modifier, parts.group(3), value, depth);
        }
        return simple(parameter, modifier, value);
    }

    private Clause simple(SearchParameter parameter, Optional<String> modifier, String value) {
        List<String> values = values(value);
        if (modifier.isPresent() && !allowed(parameter, modifier.get())) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH, parameter.code(), "this modifier is not supported on this parameter");
        }
        return switch (parameter.kind()) {
            case TOKEN ->
                new Clause.Tokens(
                        parameter, values.stream().map(QueryParser::token).toList());
            case STRING, URI ->
                new Clause.Texts(
                        parameter,
                        parameter.kind() == SearchParameter.Kind.URI
                                ? Clause.Match.EXACT
                                : modifier.map(m -> Clause.Match.valueOf(m.toUpperCase(Locale.ROOT)))
                                        .orElse(Clause.Match.STARTS),
                        values.stream().map(QueryParser::plain).toList());
            case DATE -> new Clause.Dates(parameter, dates(parameter.code(), value));
            case REFERENCE ->
                modifier.filter("identifier"::equals).isPresent()
                        ? new Clause.Tokens(
                                parameter,
                                values.stream().map(QueryParser::token).toList())
                        : new Clause.References(
                                parameter,
                                values.stream()
                                        .map(QueryParser::plain)
                                        .map(v -> modifier.map(t -> v.contains("/") ? v : t + "/" + v)
                                                .orElse(v))
                                        .toList());
        };
    }

    private boolean allowed(SearchParameter parameter, String modifier) {
        return switch (parameter.kind()) {
            case STRING -> modifier.equals("exact") || modifier.equals("contains");
            case REFERENCE -> modifier.equals("identifier") || types.test(modifier);
            case TOKEN, URI, DATE -> false;
        };
    }

    private Clause chain(SearchParameter parameter, Optional<String> modifier, String rest, String value, int depth) {
        if (parameter.kind() != SearchParameter.Kind.REFERENCE) {
            throw new Fault(FaultKind.INVALID_SEARCH, parameter.code(), "only a reference can be followed");
        }
        String next = rest.split("[.:]", 2)[0];
        List<Clause.Chain.Target> targets = parameter.targets().stream()
                .filter(types)
                .filter(target -> modifier.map(target::equals).orElse(true))
                .filter(target ->
                        next.startsWith("_") || parameters.find(target, next).isPresent())
                .map(target -> new Clause.Chain.Target(target, clause(target, rest, value, depth - 1)))
                .toList();
        if (targets.isEmpty()) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH, parameter.code(), "what this refers to has no such search parameter");
        }
        return new Clause.Chain(parameter, targets);
    }

    private Query.Include include(String type, String name, String value) {
        String[] parts = value.split(":", 4);
        boolean reverse = name.equals("_revinclude");
        if (parts.length < 2 || parts.length > 3 || !types.test(parts[0]) || (!reverse && !parts[0].equals(type))) {
            throw new Fault(FaultKind.INVALID_SEARCH, name, "write it as Type:parameter or Type:parameter:TargetType");
        }
        SearchParameter parameter = parameters
                .find(parts[0], parts[1])
                .filter(found -> found.kind() == SearchParameter.Kind.REFERENCE)
                .orElseThrow(() -> new Fault(FaultKind.INVALID_SEARCH, name, "no such reference parameter"));
        return new Query.Include(parameter, parts.length == 3 ? Optional.of(parts[2]) : Optional.empty(), reverse);
    }

    private static List<String> values(String value) {
        List<String> values = new ArrayList<>();
        String rest = value;
        for (int end = unescaped(rest, ','); end >= 0; end = unescaped(rest, ',')) {
            values.add(rest.substring(0, end));
            rest = rest.substring(end + 1);
        }
        values.add(rest);
        if (values.size() > MOST_VALUES) {
            throw new Fault(FaultKind.TOO_COSTLY, "search", "ask for at most " + MOST_VALUES + " values at a time");
        }
        values.removeIf(String::isBlank);
        if (values.isEmpty()) {
            throw new Fault(FaultKind.INVALID_SEARCH, "search", "give a value");
        }
        return values;
    }

    /** Where the separator first stands for itself; a backslash takes the next character's meaning (R4, 3.1.1.4.2). */
    private static int unescaped(String text, char separator) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == separator) {
                return i;
            }
            if (text.charAt(i) == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static String plain(String value) {
        return ESCAPE.matcher(value).replaceAll("$1");
    }

    private static Clause.TokenValue token(String value) {
        int bar = unescaped(value, '|');
        if (bar < 0) {
            return new Clause.TokenValue(null, plain(value));
        }
        String code = value.substring(bar + 1);
        if (bar == 0 && code.isEmpty()) {
            throw new Fault(FaultKind.INVALID_SEARCH, "search", "give a system, a code or both beside the |");
        }
        return new Clause.TokenValue(plain(value.substring(0, bar)), code.isEmpty() ? null : plain(code));
    }

    private static List<Clause.DateValue> dates(String code, String value) {
        return values(value).stream().map(one -> date(code, one)).toList();
    }

    private static Clause.DateValue date(String code, String value) {
        Matcher parts = DATE.matcher(value.strip().replace(' ', '+'));
        Optional<TimeSpan> span = parts.matches() ? TimeSpan.of(parts.group(2)) : Optional.empty();
        if (span.isEmpty()) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH, code, "write a date as yyyy, yyyy-MM, yyyy-MM-dd or a date and time");
        }
        String prefix = parts.group(1);
        return new Clause.DateValue(
                prefix == null ? Clause.Prefix.EQ : Clause.Prefix.valueOf(prefix.toUpperCase(Locale.ROOT)), span.get());
    }
}
