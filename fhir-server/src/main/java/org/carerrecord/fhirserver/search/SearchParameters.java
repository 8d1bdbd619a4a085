package org.carerrecord.fhirserver.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * R4's own search parameters, and ours.
 *
 * <p>Not there: {@code Location.near} (special), {@code _text}, {@code _content}, {@code _list}, {@code _query} and {@code
 * _filter}; {@code _id} and {@code _lastUpdated} are columns.
 */
public final class SearchParameters {

    private static final Map<String, SearchParameter.Kind> KINDS = Map.of(
            "token", SearchParameter.Kind.TOKEN,
            "string", SearchParameter.Kind.STRING,
            "uri", SearchParameter.Kind.URI,
            "date", SearchParameter.Kind.DATE,
            "number", SearchParameter.Kind.NUMBER,
            "quantity", SearchParameter.Kind.QUANTITY,
            "reference", SearchParameter.Kind.REFERENCE);

    /** Paths that end in an Identifier or a ContactPoint. */
    private static final Pattern TELLS_ONE = Pattern.compile("dentifier$|\\.telecom\\b");

    private static final String R4 = "http://hl7.org/fhir/SearchParameter/";

    private final Set<String> types;
    private final ParameterTables tables = new ParameterTables();
    private final Map<String, Map<String, SearchParameter>> byType = new ConcurrentHashMap<>();

    /** @param types every resource type of R4 */
    public SearchParameters(Set<String> types) {
        this.types = Set.copyOf(types);
    }

    /** Every parameter of a type, by its code, in order; what is no type has none. */
    public Map<String, SearchParameter> of(String type) {
        return types.contains(type) ? byType.computeIfAbsent(type, this::read) : Map.of();
    }

    public Optional<SearchParameter> find(String type, String code) {
        return Optional.ofNullable(of(type).get(code));
    }

    /** Whether chains and includes go along it: not where it is a canonical's, nor to what a Bundle contains. */
    public boolean isFollowed(SearchParameter parameter) {
        return parameter.kind() == SearchParameter.Kind.REFERENCE
                && !tables.isNotFollowed(parameter.type(), parameter.code());
    }

    /** Whether its resources are made when they are read: no row of the index leads to them, or from them. */
    static boolean isMade(String type) {
        return type.equals("Provenance");
    }

    /** By what resources are indexed: it differs where the tables do. */
    public String rules() {
        return types.stream()
                .sorted()
                .flatMap(type -> of(type).values().stream())
                .map(parameter -> String.join(
                        "|",
                        parameter.type(),
                        parameter.code(),
                        parameter.kind().name(),
                        parameter.expression(),
                        parameter.parts().toString()))
                .collect(Collectors.joining("\n"));
    }

    /** Every resource type of R4. */
    Set<String> types() {
        return types;
    }

    /** The numbers of the parameters by which resources belong to the compartment of a type (R4, 2.1.5 "Compartments"). */
    public Set<Integer> membershipsOf(String compartment) {
        Set<Integer> numbers = new TreeSet<>();
        for (String type : types) {
            for (ParameterTables.Defined defined : tables.defined(type)) {
                if (defined.compartments().contains(compartment)) {
                    find(type, defined.code()).ifPresent(found -> numbers.add(found.number()));
                }
            }
        }
        return numbers;
    }

    private Map<String, SearchParameter> read(String type) {
        Map<String, SearchParameter> parameters = new TreeMap<>();
        tables.defined(type).forEach(defined -> parameter(type, defined)
                .ifPresent(parameter -> parameters.put(parameter.code(), parameter)));
        tables.own(type).forEach(parameter -> parameters.put(parameter.code(), parameter));
        return parameters;
    }

    private Optional<SearchParameter> parameter(String type, ParameterTables.Defined defined) {
        String code = defined.code();
        String definition = R4 + defined.type() + "-" + code.replaceFirst("^_", "");
        if (defined.kind().equals("composite")) {
            List<SearchParameter.Part> parts = tables.parts(type, code);
            return parts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(SearchParameter.composite(type, code, defined.expression(), definition, parts));
        }
        return Optional.ofNullable(kind(defined))
                .map(known -> SearchParameter.of(
                        type, code, known, defined.expression(), new TreeSet<>(defined.targets()), definition));
    }

    private static SearchParameter.@Nullable Kind kind(ParameterTables.Defined defined) {
        if (defined.code().equals("phonetic")) {
            return SearchParameter.Kind.PHONETIC;
        }
        boolean tellsOne = defined.kind().equals("token")
                && TELLS_ONE.matcher(defined.expression()).find();
        return tellsOne ? SearchParameter.Kind.IDENTIFIER : KINDS.get(defined.kind());
    }
}
