package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.RuntimeSearchParam;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.carerrecord.fhirserver.TheRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of R4's search parameters is what the model's definitions say. */
class SearchParametersTest {

    private static final Set<String> ANY = Set.of("_profile", "_security", "_tag");

    /** Those of every resource stand in the table once; the columns do not, and {@code _source} not in the model. */
    @Test
    void theTableIsTheModels() throws IOException {
        Set<String> models = new HashSet<>(Set.of("Resource,_source,uri,,,Resource.meta.source"));
        for (String type : TheRecord.CONTEXT.getResourceTypes()) {
            for (RuntimeSearchParam param :
                    TheRecord.CONTEXT.getResourceDefinition(type).getSearchParams()) {
                if (ANY.contains(param.getName())) {
                    models.add(row("Resource", param));
                } else if (!param.getName().startsWith("_")) {
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
                            .skip(1))
                    .containsExactlyInAnyOrderElementsOf(models);
        }
    }

    @Test
    void whatIsNoTypeHasNone() {
        assertThat(TheRecord.PARAMETERS.of("Xyz")).isEmpty();
        assertThat(TheRecord.PARAMETERS.find("Xyz", "_tag")).isEmpty();
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
