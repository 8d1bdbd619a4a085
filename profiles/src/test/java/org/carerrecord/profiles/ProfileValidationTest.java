package org.carerrecord.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Without UK Core installed, as a partner's own validator may be. */
class ProfileValidationTest {

    private static final Validation VALIDATION = Validation.by(Artefacts.all());

    /** Not the extensions: HAPI validates their definitions only with the whole R4 package on disk. */
    static List<Path> definitions() {
        return Artefacts.profileFiles().stream()
                .filter(file -> !Artefacts.text(file).contains("\"type\": \"Extension\""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void aDefinitionIsValidItself(Path definition) {
        assertThat(VALIDATION.errors(Artefacts.text(definition))).isEmpty();
    }

    static List<Path> valid() {
        return Artefacts.files("/examples/valid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aGoodExamplePasses(Path example) {
        assertThat(VALIDATION.errors(Artefacts.text(example))).isEmpty();
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
        assertThat(VALIDATION.errors(Artefacts.text(example(name))))
                .isNotEmpty()
                .anySatisfy(error -> assertThat(error).contains(told));
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
}
