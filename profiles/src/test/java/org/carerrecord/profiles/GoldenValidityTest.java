package org.carerrecord.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the stories were understood to say, and what goes out, against R4 and our own profiles; where UK Core lies beside the
 * project, what goes out against that too.
 */
class GoldenValidityTest {

    private static final Path PROJECT = Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), ".."));

    private static final Path UK_CORE = PROJECT.resolve("../shared/data/ukcore/definitions");

    private static final Validation OURS = Validation.by(Artefacts.all());

    static List<Path> goldens() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("test-data"))) {
            return files.filter(file -> file.toString().matches(".*\\.(understood|out)\\.json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isValid(Path golden) {
        // Without UK Core installed, as a partner's own validator may be, its profiles are only names.
        assertThat(resources(golden)
                        .map(json -> json.replaceAll(
                                "\"https://fhir.hl7.org.uk/StructureDefinition/UKCore-[A-Za-z]+\",\\s*", ""))
                        .flatMap(json -> OURS.errors(json).stream()))
                .isEmpty();
    }

    @Test
    void whatGoesOutIsValidByUkCore() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(UK_CORE), "no UK Core beside the project");
        List<IBaseResource> definitions = new ArrayList<>(Artefacts.all());
        for (String folder : List.of("structuredefinitions", "valuesets", "codesystems")) {
            try (Stream<Path> files = Files.list(UK_CORE.resolve(folder))) {
                files.sorted()
                        .map(file -> Artefacts.R4.newXmlParser().parseResource(Artefacts.text(file)))
                        .forEach(definitions::add);
            }
        }
        Validation ukCore = Validation.by(definitions);
        for (Path golden : goldens()) {
            if (golden.toString().endsWith(".out.json")) {
                assertThat(resources(golden).flatMap(json -> ukCore.errors(json).stream()))
                        .as(golden.toString())
                        .isEmpty();
            }
        }
    }

    /**
     * Each resource by itself, of a council also those of each person's bundle: for a Bundle the validator loads its check of
     * signatures, which is left out of the build.
     */
    private static Stream<String> resources(Path golden) {
        return single(Artefacts.parse(golden))
                .map(resource -> Artefacts.R4.newJsonParser().encodeResourceToString(resource));
    }

    private static Stream<Resource> single(Resource resource) {
        return resource instanceof Bundle bundle
                ? bundle.getEntry().stream().flatMap(entry -> single(entry.getResource()))
                : Stream.of(resource);
    }
}
