package org.carerrecord.fhirserver.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * R4's own search parameters, read from the model's definitions when a type is first used, and ours.
 *
 * <p>Not there: {@code Location.near} (special), {@code _text}, {@code _content}, {@code _list}, {@code _query} and {@code
 * _filter}; {@code _id} and {@code _lastUpdated} are columns.
 */
public final class SearchParameters {

    private static final Map<RestSearchParameterTypeEnum, SearchParameter.Kind> KINDS = Map.of(
            RestSearchParameterTypeEnum.TOKEN, SearchParameter.Kind.TOKEN,
            RestSearchParameterTypeEnum.STRING, SearchParameter.Kind.STRING,
            RestSearchParameterTypeEnum.URI, SearchParameter.Kind.URI,
            RestSearchParameterTypeEnum.DATE, SearchParameter.Kind.DATE,
            RestSearchParameterTypeEnum.NUMBER, SearchParameter.Kind.NUMBER,
            RestSearchParameterTypeEnum.QUANTITY, SearchParameter.Kind.QUANTITY,
            RestSearchParameterTypeEnum.REFERENCE, SearchParameter.Kind.REFERENCE);

    /** Paths that end in an Identifier or a ContactPoint. */
    private static final Pattern TELLS_ONE = Pattern.compile("dentifier$|\\.telecom\\b");

    private static final Set<String> COLUMNS = Set.of("_id", "_lastUpdated");
    private static final String R4 = "http://hl7.org/fhir/SearchParameter/";

    private final FhirContext context;
    private final ParameterTables tables = new ParameterTables();
    private final Map<String, Map<String, SearchParameter>> byType = new ConcurrentHashMap<>();

    public SearchParameters(FhirContext context) {
        this.context = context;
    }

    /** Every parameter of a type, by its code, in order. */
    public Map<String, SearchParameter> of(String type) {
        return byType.computeIfAbsent(type, this::read);
    }

    public Optional<SearchParameter> find(String type, String code) {
        return Optional.ofNullable(of(type).get(code));
    }

    /** Every resource type of R4. */
    Set<String> types() {
        return context.getResourceTypes();
    }

    /** The numbers of the parameters by which resources belong to the compartment of a type (R4, 2.1.5 "Compartments"). */
    public Set<Integer> membershipsOf(String compartment) {
        Set<Integer> numbers = new TreeSet<>();
        for (String type : context.getResourceTypes()) {
            for (RuntimeSearchParam param : context.getResourceDefinition(type).getSearchParams()) {
                if (param.getProvidesMembershipInCompartments() != null
                        && param.getProvidesMembershipInCompartments().contains(compartment)) {
                    find(type, param.getName()).ifPresent(found -> numbers.add(found.number()));
                }
            }
        }
        return numbers;
    }

    private Map<String, SearchParameter> read(String type) {
        Map<String, SearchParameter> parameters = new TreeMap<>();
        for (RuntimeSearchParam param : context.getResourceDefinition(type).getSearchParams()) {
            if (!COLUMNS.contains(param.getName())) {
                parameter(type, param).ifPresent(parameter -> parameters.put(parameter.code(), parameter));
            }
        }
        // In R4 (3.1.1.4.1), but not in the model's definitions.
        parameters.put(
                "_source",
                SearchParameter.of(
                        type,
                        "_source",
                        SearchParameter.Kind.URI,
                        "Resource.meta.source",
                        Set.of(),
                        R4 + "Resource-source"));
        tables.own(type).forEach(parameter -> parameters.put(parameter.code(), parameter));
        return parameters;
    }

    private Optional<SearchParameter> parameter(String type, RuntimeSearchParam param) {
        String code = param.getName();
        if (param.getParamType() == RestSearchParameterTypeEnum.COMPOSITE) {
            List<SearchParameter.Part> parts = tables.parts(type, code);
            return parts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            SearchParameter.composite(type, code, param.getPath(), definition(type, param), parts));
        }
        return Optional.ofNullable(kind(param))
                .map(known -> SearchParameter.of(
                        type,
                        code,
                        known,
                        param.getPath(),
                        new TreeSet<>(param.getTargets()),
                        definition(type, param)));
    }

    private static SearchParameter.@Nullable Kind kind(RuntimeSearchParam param) {
        if (param.getName().equals("phonetic")) {
            return SearchParameter.Kind.PHONETIC;
        }
        boolean tellsOne = param.getParamType() == RestSearchParameterTypeEnum.TOKEN
                && TELLS_ONE.matcher(param.getPath()).find();
        return tellsOne ? SearchParameter.Kind.IDENTIFIER : KINDS.get(param.getParamType());
    }

    private static String definition(String type, RuntimeSearchParam param) {
        if (param.getUri() != null) {
            return param.getUri();
        }
        String owner = param.getName().startsWith("_") ? "Resource" : type;
        return R4 + owner + "-" + param.getName();
    }
}
