package org.carerrecord.fhirserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.TheRecord;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.Enumerations.BindingStrength;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.junit.jupiter.api.Test;

/** The shapes are those of R4's own StructureDefinitions. */
class R4TablesTest {

    /** Syntax, or too large to hold; see {@link RequiredCodes}. */
    private static final Set<String> LEFT_TO_FULL_VALIDATION = Set.of(
            "http://hl7.org/fhir/ValueSet/mimetypes",
            "http://hl7.org/fhir/ValueSet/ucum-units",
            "http://loinc.org/vs/LL379-9");

    private final RequiredCodes table = new RequiredCodes();

    @Test
    void whatR4RequiresIsRequired() throws IOException {
        Set<String> missing = new TreeSet<>();
        resources()
                .flatMap(definition -> definition.getSnapshot().getElement().stream())
                .filter(element ->
                        element.getPath().chars().filter(c -> c == '.').count() == 1)
                .filter(element -> element.getMin() > 0 && !required(element.getPath()))
                .forEach(element -> missing.add(element.getPath()));

        assertThat(missing).isEmpty();
    }

    private boolean required(String path) {
        String[] names = path.split("\\.");
        BaseRuntimeChildDefinition child =
                TheRecord.CONTEXT.getResourceDefinition(names[0]).getChildByName(names[1]);
        return table.requires(path) || (child != null && child.getMin() > 0);
    }

    @Test
    void everyRequiredBindingOfAConceptIsHeldOrLeftToFullValidation() throws IOException {
        Set<String> bound = new TreeSet<>();
        resources()
                .flatMap(definition -> definition.getSnapshot().getElement().stream())
                .filter(element -> element.getBinding().getStrength() == BindingStrength.REQUIRED)
                .filter(element ->
                        element.getType().stream().anyMatch(type -> "CodeableConcept".equals(type.getCode())))
                .filter(element -> !LEFT_TO_FULL_VALIDATION.contains(valueSet(element)))
                .forEach(element -> bound.add(element.getPath()));

        assertThat(bound).hasSize(10).allMatch(path -> table.of(path).bound());
    }

    private static String valueSet(ElementDefinition element) {
        return element.getBinding().getValueSet().replaceAll("\\|.*", "");
    }

    private static Stream<StructureDefinition> resources() throws IOException {
        try (Reader file = new InputStreamReader(
                Objects.requireNonNull(R4TablesTest.class.getResourceAsStream("/json/spec/profiles-resources.json")),
                StandardCharsets.UTF_8)) {
            Bundle definitions = TheRecord.CONTEXT.newJsonParser().parseResource(Bundle.class, file);
            return definitions.getEntry().stream()
                    .map(BundleEntryComponent::getResource)
                    .filter(StructureDefinition.class::isInstance)
                    .map(StructureDefinition.class::cast)
                    .filter(definition -> definition.getDerivation() == TypeDerivationRule.SPECIALIZATION
                            && TheRecord.CONTEXT.getResourceTypes().contains(definition.getType()));
        }
    }
}
