package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.profiles.Canonical;
import org.junit.jupiter.api.Test;

/** What is searched by is what {@code profiles/} defines. */
class OwnParametersTest {

    @Test
    void ourOwnParametersAreTheDefinedOnes() throws IOException {
        for (String url : List.of(Canonical.SearchParameter.CARER_KIND, Canonical.SearchParameter.STATEMENT_STATUS)) {
            org.hl7.fhir.r4.model.SearchParameter defined = definition(url);
            SearchParameter own = TheRecord.PARAMETERS
                    .find(defined.getBase().getFirst().getCode(), defined.getCode())
                    .orElseThrow();
            assertThat(own.definition()).isEqualTo(defined.getUrl());
            assertThat(own.expression()).isEqualTo(defined.getExpression());
            assertThat(own.kind().name()).isEqualTo(defined.getType().name());
        }
    }

    /** Column {@code patient} holds one Patient. */
    @Test
    void whatIsAColumnHasOneValue() {
        List<SearchParameter> columns = TheRecord.PARAMETERS.types().stream()
                .flatMap(type -> TheRecord.PARAMETERS.of(type).values().stream())
                .filter(SearchParameter::isColumn)
                .toList();
        assertThat(columns).extracting(SearchParameter::type).contains("RelatedPerson");
        assertThat(columns).allSatisfy(column -> assertThat(TheRecord.CONTEXT
                        .getResourceDefinition(column.type())
                        .getChildByName("patient")
                        .getMax())
                .isEqualTo(1));
    }

    private static org.hl7.fhir.r4.model.SearchParameter definition(String url) throws IOException {
        String name = "/profiles/SearchParameter-" + url.substring(url.lastIndexOf('/') + 1) + ".json";
        try (InputStream file = Objects.requireNonNull(Canonical.class.getResourceAsStream(name), name)) {
            return TheRecord.CONTEXT.newJsonParser().parseResource(org.hl7.fhir.r4.model.SearchParameter.class, file);
        }
    }
}
