package org.carerrecord.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalTest {

    @Test
    void everyConstantHasItsJsonAndEveryJsonItsConstant() throws IllegalAccessException {
        assertThat(Artefacts.all().stream().map(MetadataResource::getUrl).toList())
                .containsExactlyInAnyOrderElementsOf(constants());
    }

    private static List<String> constants() throws IllegalAccessException {
        List<String> constants = new ArrayList<>();
        for (Class<?> kind : Canonical.class.getDeclaredClasses()) {
            for (Field field : kind.getDeclaredFields()) {
                if (Modifier.isPublic(field.getModifiers()) && field.getType() == String.class) {
                    constants.add((String) field.get(null));
                }
            }
        }
        return constants;
    }

    @Test
    void theListThatIsReadFromAJarNamesEveryFile() {
        Path folder = Objects.requireNonNull(Artefacts.profileFiles().getFirst().getParent());
        assertThat(Artefacts.text(folder.resolveSibling("artefacts.txt")).lines())
                .containsExactlyElementsOf(Artefacts.profileFiles().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    static List<Path> profileFiles() {
        return Artefacts.profileFiles();
    }

    @ParameterizedTest
    @MethodSource("profileFiles")
    void aDefinitionIsNamedAfterItsFileAndSaysWhatItIsFor(Path file) {
        MetadataResource definition = (MetadataResource) Artefacts.parse(file);
        String id = definition.getIdElement().getIdPart();

        assertThat(file).hasFileName(definition.fhirType() + "-" + id + ".json");
        assertThat(definition.getUrl()).isEqualTo(Canonical.BASE + definition.fhirType() + "/" + id);
        assertThat(definition.getName()).isEqualTo(id.replace("-", ""));
        if (!(definition instanceof SearchParameter)) {
            assertThat(definition.getTitle())
                    .as("R4's SearchParameter has none")
                    .isNotBlank();
        }
        assertThat(definition.getDescription()).isNotBlank();
        assertThat(definition.getPublisher()).isEqualTo("Carer record gateway");
    }

    @Test
    void everyProfileOnAResourceImposesUkCoresOwn() {
        assertThat(Artefacts.all().stream()
                        .filter(StructureDefinition.class::isInstance)
                        .map(StructureDefinition.class::cast)
                        .filter(definition -> !definition.getType().equals("Extension")))
                .hasSize(4)
                .allSatisfy(definition -> assertThat(definition
                                .getExtensionByUrl(
                                        "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile")
                                .getValueAsPrimitive()
                                .getValueAsString())
                        .isEqualTo("https://fhir.hl7.org.uk/StructureDefinition/UKCore-" + definition.getType()));
    }
}
