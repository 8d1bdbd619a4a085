package org.carerrecord.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.MetadataResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Without UK Core installed, as a partner's own validator may be. */
class ProfileValidationTest {

    private static final Set<ResultSeverityEnum> ERRORS =
            EnumSet.of(ResultSeverityEnum.ERROR, ResultSeverityEnum.FATAL);
    private static final FhirValidator VALIDATOR = validator();

    private static FhirValidator validator() {
        PrePopulatedValidationSupport ours = new PrePopulatedValidationSupport(Artefacts.R4);
        for (MetadataResource definition : Artefacts.all()) {
            ours.addResource(definition);
        }
        ValidationSupportChain chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(Artefacts.R4),
                ours,
                new SnapshotGeneratingValidationSupport(Artefacts.R4),
                new CommonCodeSystemsTerminologyService(Artefacts.R4),
                new InMemoryTerminologyServerValidationSupport(Artefacts.R4));
        FhirInstanceValidator instances = new FhirInstanceValidator(chain);
        instances.setAssumeValidRestReferences(true);
        return Artefacts.R4.newValidator().registerValidatorModule(instances);
    }

    /** Not the extensions: HAPI validates their definitions only with the whole R4 package on disk. */
    static List<Path> definitions() {
        return Artefacts.profileFiles().stream()
                .filter(file -> !Artefacts.text(file).contains("\"type\": \"Extension\""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void aDefinitionIsValidItself(Path definition) {
        assertThat(errors(Artefacts.text(definition))).isEmpty();
    }

    static List<Path> valid() {
        return Artefacts.files("/examples/valid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aGoodExamplePasses(Path example) {
        assertThat(errors(Artefacts.text(example))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "carer-without-patient,RelatedPerson.patient",
        "carer-without-the-role,crc-1",
        "carer-with-unknown-status,StatementStatus",
        "carer-with-two-statuses,statementStatus",
        "carer-with-too-many-hours,crhw-1",
        "main-carer-without-author,author",
        "patient-with-bad-check-digit,crp-1",
        "flag-of-a-location,Flag.subject",
        "flag-with-other-snomed-code,crf-1",
        "flag-without-meaning,meaning",
        "provenance-without-ods-code,crv-1",
        "provenance-of-no-message,crv-2"
    })
    void aBadExampleFailsWhereItIsBad(String name, String told) {
        assertThat(errors(Artefacts.text(example(name)))).isNotEmpty().anySatisfy(error -> assertThat(error)
                .contains(told));
    }

    private static Path example(String name) {
        return Artefacts.files("/examples/invalid").stream()
                .filter(file -> file.endsWith(name + ".json"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyBadExampleIsNamedAbove() {
        assertThat(Artefacts.files("/examples/invalid")).hasSize(12);
    }

    static List<Path> understood() throws IOException {
        Path stories = Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), ".."))
                .resolve("test-data/council-case");
        try (Stream<Path> files = Files.walk(stories)) {
            return files.filter(file -> file.toString().endsWith(".understood.json"))
                    .sorted()
                    .toList();
        }
    }

    /** A bundle of bundles: one for each person's rows. */
    @ParameterizedTest
    @MethodSource("understood")
    void whatACouncilIsUnderstoodToSayIsValid(Path golden) {
        for (BundleEntryComponent person : ((Bundle) Artefacts.parse(golden)).getEntry()) {
            for (BundleEntryComponent said : ((Bundle) person.getResource()).getEntry()) {
                String json = Artefacts.R4.newJsonParser().encodeResourceToString(said.getResource());
                assertThat(errors(json)).as(said.getResource().fhirType()).isEmpty();
            }
        }
    }

    private static List<String> errors(String json) {
        return VALIDATOR.validateWithResult(json).getMessages().stream()
                .filter(message -> ERRORS.contains(message.getSeverity()))
                .map(ProfileValidationTest::told)
                .toList();
    }

    private static String told(SingleValidationMessage message) {
        return message.getLocationString() + ": " + message.getMessage();
    }
}
