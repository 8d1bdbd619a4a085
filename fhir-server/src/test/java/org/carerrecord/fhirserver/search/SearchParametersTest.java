package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.RuntimeSearchParam;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.carerrecord.fhirserver.TheRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of R4's search parameters is what the model's definitions say. */
class SearchParametersTest {

    /** Those of every resource stand in the table once; {@code _source} the model does not have, the columns the table. */
    @Test
    void theTableIsTheModels() throws IOException {
        List<String> models = new ArrayList<>();
        for (String type : TheRecord.CONTEXT.getResourceTypes()) {
            for (RuntimeSearchParam param :
                    TheRecord.CONTEXT.getResourceDefinition(type).getSearchParams()) {
                if (!param.getName().startsWith("_")) {
                    assertThat(param.getUri())
                            .isEqualTo(TheRecord.PARAMETERS
                                    .find(type, param.getName())
                                    .map(SearchParameter::definition)
                                    .orElse("http://hl7.org/fhir/SearchParameter/Location-near"));
                    models.add(row(type, param));
                }
            }
        }
        try (InputStream file =
                Objects.requireNonNull(SearchParameters.class.getResourceAsStream("/search/r4-parameters.csv"))) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .skip(1)
                            .filter(row -> !row.startsWith("Resource,")))
                    .containsExactlyInAnyOrderElementsOf(models);
        }
    }

    private static String row(String type, RuntimeSearchParam param) {
        return String.join(
                ",",
                type,
                param.getName(),
                param.getParamType().getCode(),
                names(param.getTargets()),
                names(param.getProvidesMembershipInCompartments()),
                param.getPath());
    }

    private static String names(@Nullable Collection<String> names) {
        return names == null ? "" : String.join(" ", new TreeSet<>(names));
    }
}
