package org.carerrecord.gprecord;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was understood, and what goes out, against R4 and our own profiles; where UK Core lies beside the project, against that too. */
class GoldenValidityTest {

    private static final Set<ResultSeverityEnum> ERRORS =
            EnumSet.of(ResultSeverityEnum.ERROR, ResultSeverityEnum.FATAL);

    private static final Path UK_CORE = Golden.ROOT.resolve("../shared/data/ukcore/definitions");

    private static final FhirValidator OURS = validator(ours());

    static List<Path> goldens() throws IOException {
        List<Path> goldens = new ArrayList<>();
        for (Path story : Story.all()) {
            try (Stream<Path> files = Files.list(story)) {
                files.filter(file -> Story.name(file).matches(".*\\.(understood|out)\\.json"))
                        .sorted()
                        .forEach(goldens::add);
            }
        }
        return goldens;
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isValid(Path golden) throws IOException {
        // Without UK Core installed, as a partner's own validator may be, its profiles are only names.
        String json = Files.readString(golden)
                .replaceAll("\"https://fhir.hl7.org.uk/StructureDefinition/UKCore-[A-Za-z]+\", ", "");

        assertThat(errors(OURS, json)).isEmpty();
    }

    @Test
    void whatGoesOutIsValidByUkCore() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(UK_CORE), "no UK Core beside the project");
        List<IBaseResource> definitions = new ArrayList<>(ours());
        definitions.addAll(ukCore());
        FhirValidator ukCore = validator(definitions);
        for (Path golden : goldens()) {
            if (Story.name(golden).contains(".out.")) {
                assertThat(errors(ukCore, Files.readString(golden)))
                        .as(golden.toString())
                        .isEmpty();
            }
        }
    }

    /** Each resource by itself: for a Bundle the validator loads its check of signatures, which is left out of the build. */
    private static List<String> errors(FhirValidator validator, String json) {
        Bundle bundle = Story.FHIR.newJsonParser().parseResource(Bundle.class, json);
        return bundle.getEntry().stream()
                .map(entry -> Story.FHIR.newJsonParser().encodeResourceToString(entry.getResource()))
                .flatMap(resource -> validator.validateWithResult(resource).getMessages().stream())
                .filter(message -> ERRORS.contains(message.getSeverity()))
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .toList();
    }

    private static List<IBaseResource> ours() {
        return text("/artefacts.txt")
                .lines()
                .filter(name -> !name.isBlank() && !name.startsWith("#"))
                .<IBaseResource>map(name -> Story.FHIR.newJsonParser().parseResource(text("/profiles/" + name)))
                .toList();
    }

    private static String text(String resource) {
        try (InputStream stream =
                Objects.requireNonNull(GoldenValidityTest.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static List<IBaseResource> ukCore() throws IOException {
        List<IBaseResource> definitions = new ArrayList<>();
        for (String folder : List.of("structuredefinitions", "valuesets", "codesystems")) {
            try (Stream<Path> files = Files.list(UK_CORE.resolve(folder))) {
                for (Path file : files.sorted().toList()) {
                    definitions.add(Story.FHIR.newXmlParser().parseResource(Files.readString(file)));
                }
            }
        }
        return definitions;
    }

    private static FhirValidator validator(List<IBaseResource> definitions) {
        PrePopulatedValidationSupport known = new PrePopulatedValidationSupport(Story.FHIR);
        definitions.forEach(known::addResource);
        IValidationSupport chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(Story.FHIR),
                known,
                new SnapshotGeneratingValidationSupport(Story.FHIR),
                new CommonCodeSystemsTerminologyService(Story.FHIR),
                new InMemoryTerminologyServerValidationSupport(Story.FHIR));
        FhirInstanceValidator instances = new FhirInstanceValidator(chain);
        instances.setAssumeValidRestReferences(true);
        return Story.FHIR.newValidator().registerValidatorModule(instances);
    }
}
