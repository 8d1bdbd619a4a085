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

    private static org.hl7.fhir.r4.model.SearchParameter definition(String url) throws IOException {
        String name = "/profiles/SearchParameter-" + url.substring(url.lastIndexOf('/') + 1) + ".json";
        try (InputStream file = Objects.requireNonNull(Canonical.class.getResourceAsStream(name), name)) {
            return TheRecord.CONTEXT.newJsonParser().parseResource(org.hl7.fhir.r4.model.SearchParameter.class, file);
        }
    }
}
