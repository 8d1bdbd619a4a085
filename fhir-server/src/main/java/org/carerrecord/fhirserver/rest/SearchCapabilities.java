package org.carerrecord.fhirserver.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carerrecord.fhirserver.search.SearchParameter;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** What types can be searched by, and what can be included: the parser's own tables. */
final class SearchCapabilities {

    private static final String R4 = "http://hl7.org/fhir/SearchParameter/";

    private final SearchParameters parameters;
    private final Map<String, List<String>> leadingTo = new HashMap<>();

    /**
     * For the types of a server.
     *
     * @param types that can be searched
     */
    SearchCapabilities(SearchParameters parameters, Collection<String> types) {
        this.parameters = parameters;
        for (String type : types) {
            for (SearchParameter parameter : parameters.of(type).values()) {
                if (parameters.isFollowed(parameter)) {
                    parameter.targets().forEach(target -> leadingTo
                            .computeIfAbsent(target, any -> new ArrayList<>())
                            .add(type + ":" + parameter.code()));
                }
            }
        }
    }

    /** Adds what is true of the resource's type. A reference to any type is followed backward by {@code *}. */
    void add(CapabilityStatementRestResourceComponent resource) {
        // The two that are columns of the record.
        param(resource, "_id", SearchParamType.TOKEN, R4 + "Resource-id");
        param(resource, "_lastUpdated", SearchParamType.DATE, R4 + "Resource-lastUpdated");
        resource.addSearchInclude("*");
        for (SearchParameter parameter : parameters.of(resource.getType()).values()) {
            param(resource, parameter.code(), type(parameter), parameter.definition());
            if (parameters.isFollowed(parameter)) {
                resource.addSearchInclude(resource.getType() + ":" + parameter.code());
            }
        }
        resource.addSearchRevInclude("*");
        resource.addSearchRevInclude("Provenance:target");
        leadingTo.getOrDefault(resource.getType(), List.of()).forEach(resource::addSearchRevInclude);
    }

    private static void param(
            CapabilityStatementRestResourceComponent resource, String code, SearchParamType type, String definition) {
        resource.addSearchParam().setName(code).setType(type).setDefinition(definition);
    }

    private static SearchParamType type(SearchParameter parameter) {
        return switch (parameter.kind()) {
            case TOKEN, IDENTIFIER -> SearchParamType.TOKEN;
            case STRING, PHONETIC -> SearchParamType.STRING;
            case URI -> SearchParamType.URI;
            case DATE -> SearchParamType.DATE;
            case NUMBER -> SearchParamType.NUMBER;
            case QUANTITY -> SearchParamType.QUANTITY;
            case REFERENCE -> SearchParamType.REFERENCE;
            case COMPOSITE -> SearchParamType.COMPOSITE;
        };
    }
}
