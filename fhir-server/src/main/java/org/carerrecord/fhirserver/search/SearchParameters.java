package org.carerrecord.fhirserver.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * R4's own search parameters, read from the model's definitions when a type is first used.
 *
 * <p>Not indexed yet: composite, number, quantity, special, and {@code phonetic}; {@code _id} and {@code _lastUpdated} are
 * columns.
 */
public final class SearchParameters {

    private static final Map<RestSearchParameterTypeEnum, SearchParameter.Kind> KINDS = Map.of(
            RestSearchParameterTypeEnum.TOKEN, SearchParameter.Kind.TOKEN,
            RestSearchParameterTypeEnum.STRING, SearchParameter.Kind.STRING,
            RestSearchParameterTypeEnum.URI, SearchParameter.Kind.URI,
            RestSearchParameterTypeEnum.DATE, SearchParameter.Kind.DATE,
            RestSearchParameterTypeEnum.REFERENCE, SearchParameter.Kind.REFERENCE);

    private static final Set<String> NOT_INDEXED = Set.of("_id", "_lastUpdated", "phonetic");

    private final FhirContext context;
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
            SearchParameter.Kind kind = KINDS.get(param.getParamType());
            if (kind != null && !NOT_INDEXED.contains(param.getName())) {
                parameters.put(
                        param.getName(),
                        SearchParameter.of(
                                type,
                                param.getName(),
                                kind,
                                param.getPath(),
                                new TreeSet<>(param.getTargets()),
                                definition(type, param)));
            }
        }
        return parameters;
    }

    private static String definition(String type, RuntimeSearchParam param) {
        if (param.getUri() != null) {
            return param.getUri();
        }
        String owner = param.getName().startsWith("_") ? "Resource" : type;
        return "http://hl7.org/fhir/SearchParameter/" + owner + "-" + param.getName();
    }
}
