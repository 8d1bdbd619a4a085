package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** Reads the conditions of one search: names with their modifiers, chains and {@code _has}. */
final class ClauseParser {

    private static final int LONGEST_CHAIN = 6;

    /** Conditions in all, over every type that a chain may lead to: what a statement of SQL can bear. */
    private static final int MOST_CONDITIONS = 2_000;

    /** What a link costs: a join, with the agreement's conditions. */
    private static final int LINK = 5;

    private static final Pattern NAME = Pattern.compile("([\\w-]+)(?::([\\w-]+))?(?:\\.(.+))?");
    private static final Pattern HAS = Pattern.compile("_has:(\\w+):([\\w-]+):(.+)");

    /**
     * Modifiers by kind (R4, 3.1.1.4.4); any type of resource is one of a reference. "Modifiers are not used on composite
     * parameters" (3.1.1.4.17).
     */
    private static final Map<SearchParameter.Kind, Set<String>> MODIFIERS = Map.of(
            SearchParameter.Kind.TOKEN, Set.of("missing", "text", "not"),
            SearchParameter.Kind.IDENTIFIER, Set.of("missing", "text", "not", "of-type"),
            SearchParameter.Kind.STRING, Set.of("missing", "exact", "contains"),
            SearchParameter.Kind.URI, Set.of("missing", "above", "below"),
            SearchParameter.Kind.REFERENCE, Set.of("missing", "identifier"),
            SearchParameter.Kind.COMPOSITE, Set.of());

    private static final Set<String> NOT_HERE = Set.of("in", "not-in", "above", "below");

    private final SearchParameters parameters;
    private final ValueParser values;
    private int conditions;

    ClauseParser(SearchParameters parameters, String base) {
        this.parameters = parameters;
        this.values = new ValueParser(parameters, base);
    }

    /** A condition on a resource of a type. */
    Clause parse(String type, String name, String value) {
        if (value.isBlank() || value.indexOf('\0') >= 0) {
            throw new Fault(FaultKind.INVALID_SEARCH, place(name), "give a value");
        }
        return clause(type, name, value, LONGEST_CHAIN);
    }

    /** The code that a parameter's name begins with: before a modifier and a chain. */
    static String code(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != ':') {
            end++;
        }
        return name.substring(0, end);
    }

    private Clause clause(String type, String name, String value, int links) {
        if (links < LONGEST_CHAIN) {
            cost(LINK);
        }
        if (links < 0) {
            throw new Fault(
                    FaultKind.TOO_COSTLY, "search", "a chain has at most " + LONGEST_CHAIN + " links; ask for less");
        }
        Matcher has = HAS.matcher(name);
        if (has.matches()) {
            return has(type, has, value, links);
        }
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new Fault(FaultKind.INVALID_SEARCH, "search", "a parameter's name is code, code:modifier or a chain");
        }
        String code = parts.group(1);
        Optional<String> modifier = Optional.ofNullable(parts.group(2));
        List<String> alternatives = Values.of(value);
        cost(alternatives.size());
        if (code.equals("_id") || code.equals("_lastUpdated")) {
            return column(code, modifier, parts.group(3), alternatives);
        }
        SearchParameter parameter = parameters
                .find(type, code)
                .orElseThrow(() -> new Fault(
                        FaultKind.INVALID_SEARCH,
                        type + ":" + place(code),
                        "no such search parameter; GET /fhir/metadata lists those there are"));
        if (parts.group(3) != null) {
            return chain(parameter, modifier, parts.group(3), value, links);
        }
        return modifier.isPresent()
                ? modified(parameter, modifier.get(), alternatives)
                : simple(parameter, alternatives);
    }

    private void cost(int more) {
        conditions += more;
        if (conditions > MOST_CONDITIONS) {
            throw new Fault(FaultKind.TOO_COSTLY, "search", "these are too many conditions; name types, ask for less");
        }
    }

    private Clause column(String code, Optional<String> modifier, String rest, List<String> alternatives) {
        boolean not = modifier.equals(Optional.of("not")) && code.equals("_id");
        if (rest != null || (modifier.isPresent() && !not)) {
            throw refused(code, modifier.orElse(""));
        }
        if (code.equals("_lastUpdated")) {
            return new Clause.Updated(values.dates(code, alternatives));
        }
        Clause ids = new Clause.Ids(alternatives.stream().map(Values::plain).toList());
        return not ? new Clause.Not(ids) : ids;
    }

    private Clause simple(SearchParameter parameter, List<String> alternatives) {
        return parameter.kind() == SearchParameter.Kind.COMPOSITE
                ? values.composites(parameter, alternatives)
                : values.parse(parameter, alternatives);
    }

    private Clause modified(SearchParameter parameter, String modifier, List<String> alternatives) {
        boolean isType = parameter.kind() == SearchParameter.Kind.REFERENCE
                && parameters.types().contains(modifier);
        if (!isType
                && !MODIFIERS.getOrDefault(parameter.kind(), Set.of("missing")).contains(modifier)) {
            throw refused(parameter.code(), modifier);
        }
        return switch (modifier) {
            case "missing" -> new Clause.Missing(parameter, missing(parameter, alternatives));
            case "not" -> new Clause.Not(values.tokens(parameter, alternatives));
            case "text" -> values.texts(parameter.words(), Clause.Match.STARTS, alternatives);
            case "of-type" -> {
                if (!parameter.isOfIdentifiers()) {
                    throw refused(parameter.code(), modifier);
                }
                yield values.ofType(parameter, alternatives);
            }
            case "exact" -> values.texts(parameter, Clause.Match.EXACT, alternatives);
            case "contains" -> values.texts(parameter, Clause.Match.CONTAINS, alternatives);
            case "above" -> values.texts(parameter, Clause.Match.ABOVE, urls(parameter, alternatives));
            case "below" -> values.texts(parameter, Clause.Match.BELOW, urls(parameter, alternatives));
            case "identifier" -> values.tokens(parameter, alternatives);
            default -> values.references(parameter, Optional.of(modifier), alternatives);
        };
    }

    private static boolean missing(SearchParameter parameter, List<String> alternatives) {
        if (alternatives.size() != 1 || !Set.of("true", "false").contains(alternatives.getFirst())) {
            throw new Fault(FaultKind.INVALID_SEARCH, parameter.code(), ":missing is true or false");
        }
        return alternatives.getFirst().equals("true");
    }

    private static List<String> urls(SearchParameter parameter, List<String> alternatives) {
        if (!alternatives.stream().allMatch(UrlPath::isUrl)) {
            throw new Fault(FaultKind.INVALID_SEARCH, parameter.code(), ":above and :below are for URLs");
        }
        return alternatives;
    }

    private static Fault refused(String code, String modifier) {
        return new Fault(
                FaultKind.INVALID_SEARCH,
                code,
                NOT_HERE.contains(modifier)
                        ? "modifier :" + modifier + " is not supported on this parameter"
                        : "this modifier is not supported on this parameter");
    }

    private Clause chain(SearchParameter parameter, Optional<String> modifier, String rest, String value, int links) {
        if (!parameters.isFollowed(parameter)) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH,
                    parameter.code(),
                    "only a reference that is no canonical can be followed");
        }
        if (parameter.targets().isEmpty() && modifier.isEmpty()) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH,
                    parameter.code(),
                    "this may refer to any type; name it, as " + parameter.code() + ":Patient");
        }
        Set<String> types = parameter.targets().isEmpty() ? Set.of(modifier.orElseThrow()) : parameter.targets();
        String next = code(rest);
        List<String> able = types.stream()
                .filter(parameters.types()::contains)
                .filter(target -> modifier.map(target::equals).orElse(true))
                .filter(target ->
                        next.startsWith("_") || parameters.find(target, next).isPresent())
                .toList();
        if (able.isEmpty()) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH, parameter.code(), "what this refers to has no such search parameter");
        }
        return new Clause.Chain(parameter, targets(able, rest, value, links));
    }

    /** One code may be a reference of one type and a token of another: those that cannot be asked so are left out. */
    private List<Clause.Chain.Target> targets(List<String> types, String rest, String value, int links) {
        List<Clause.Chain.Target> targets = new ArrayList<>();
        List<Fault> refusals = new ArrayList<>();
        for (String type : types) {
            try {
                targets.add(new Clause.Chain.Target(type, clause(type, rest, value, links - 1)));
            } catch (Fault refusal) {
                if (refusal.kind() != FaultKind.INVALID_SEARCH) {
                    throw refusal;
                }
                refusals.add(refusal);
            }
        }
        if (targets.isEmpty()) {
            throw refusals.getFirst();
        }
        return targets;
    }

    /** {@code _has:Type:reference:name}. */
    private Clause has(String type, Matcher has, String value, int links) {
        if (SearchParameters.isMade(has.group(1))) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH,
                    "_has",
                    "nothing is found by its Provenance; who said what is found tells _revinclude=Provenance:target");
        }
        SearchParameter reference = Optional.of(has.group(1))
                .filter(parameters.types()::contains)
                .flatMap(owner -> parameters.find(owner, has.group(2)))
                .filter(parameters::isFollowed)
                .filter(parameter ->
                        parameter.targets().isEmpty() || parameter.targets().contains(type))
                .orElseThrow(() -> new Fault(
                        FaultKind.INVALID_SEARCH,
                        "_has",
                        "write it as _has:Type:reference:parameter, with a reference to " + type));
        return new Clause.Has(reference, clause(reference.type(), has.group(3), value, links - 1));
    }

    private static String place(String name) {
        return name.substring(0, Math.min(name.length(), 64));
    }
}
