package org.carerrecord.fhirserver.rest;

import java.util.Map;
import org.carerrecord.fhirserver.search.SearchParameter;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** What a type can be searched by, and what can be included: the parser's own tables. */
final class SearchCapabilities {

    private static final String R4 = "http://hl7.org/fhir/SearchParameter/";

    /** The two that are columns of the record. */
    private static final Map<String, SearchParamType> COLUMNS =
            Map.of("_id", SearchParamType.TOKEN, "_lastUpdated", SearchParamType.DATE);

    private SearchCapabilities() {}

    static void add(CapabilityStatementRestResourceComponent resource, SearchParameters parameters) {
        COLUMNS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(column -> resource.addSearchParam()
                .setName(column.getKey())
                .setType(column.getValue())
                .setDefinition(R4 + "Resource-" + column.getKey().substring(1)));
        resource.addSearchInclude("*");
        for (SearchParameter parameter : parameters.of(resource.getType()).values()) {
            resource.addSearchParam()
                    .setName(parameter.code())
                    .setType(type(parameter))
                    .setDefinition(parameter.definition());
            if (parameter.kind() == SearchParameter.Kind.REFERENCE) {
                resource.addSearchInclude(resource.getType() + ":" + parameter.code());
            }
        }
        resource.addSearchRevInclude("Provenance:target");
    }

    private static SearchParamType type(SearchParameter parameter) {
        return switch (parameter.kind()) {
            case TOKEN -> SearchParamType.TOKEN;
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
