package org.carerrecord.gprecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.stories.Story;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Records that others wrote, kept outside this project: each has the outcome that is expected here. */
class RealRecordsTest {

    private static final Path DATA = Story.project("../shared/data");

    /** The GP extracts have NHS numbers that fail their check digit: with one of the range that is never issued they are read. */
    private static final String FAILING = "\"1234567890\"";

    private static final String NEVER_ISSUED = "\"9990000042\"";

    /** File, and what is said of it by type, or the fault. JoySmith is related to somebody who is not in the document. */
    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.ofEntries(
            Map.entry("gp/9465698679_Gainsford_full_20210119.json", "Patient RelatedPerson"),
            Map.entry("gp/9465700193_Birdi_full_20210602.json", "Patient"),
            Map.entry("gp/9465701483_Nel_full_20210119.json", "Patient"),
            Map.entry("gp/read_patient_response_example.json", "Patient"),
            Map.entry("pds/Patient.json", "Patient"),
            Map.entry("pds/Personal_Details_RelatedPersonBundle.json", "Patient RelatedPerson"),
            Map.entry("pds/Referenced_RelatedPersonBundle.json", "Patient RelatedPerson"),
            Map.entry("pds/RelatedPersonBundle.json", "Patient RelatedPerson"),
            Map.entry("pds/Sensitive_Patient.json", "Patient"),
            Map.entry("ukcore/examples/UKCore-Patient-BabyPatient-Example.xml", "INVALID at Patient.identifier"),
            Map.entry("ukcore/examples/UKCore-Patient-RichardSmith-Example.xml", "Patient RelatedPerson"),
            Map.entry("ukcore/examples/UKCore-Patient-Sn-Makaton-Example.xml", "MISSING at Patient.identifier"),
            Map.entry(
                    "ukcore/examples/UKCore-Patient-Sn-MultipleLanguages-Example.xml", "MISSING at Patient.identifier"),
            Map.entry("ukcore/examples/UKCore-Patient-Sn-Photo-Example.xml", "MISSING at Patient.identifier"),
            Map.entry("ukcore/examples/UKCore-Patient-Sn-SingleLanguage-Example.xml", "MISSING at Patient.identifier"),
            Map.entry("ukcore/examples/UKCore-RelatedPerson-JoySmith-Example.xml", "")));

    @Test
    void everyFileHasItsOutcome() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "no real records beside the project");
        Map<String, String> outcomes = new TreeMap<>();
        for (String file : EXPECTED.keySet()) {
            outcomes.put(file, outcome(file));
        }

        assertThat(outcomes).isEqualTo(EXPECTED);
    }

    @Test
    void noFileIsForgotten() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "no real records beside the project");
        for (String folder : List.of("gp", "pds", "ukcore/examples")) {
            assertThat(files(folder)
                            .filter(file ->
                                    !folder.startsWith("ukcore") || file.matches(".*-(Patient|RelatedPerson)-.*")))
                    .isNotEmpty()
                    .allMatch(EXPECTED::containsKey);
        }
    }

    /** Bundles, Flags and the rest of UK Core's examples name nobody: whatever they are, they end in a result or a fault. */
    @Test
    void theOtherExamplesOfUkCoreTellOfNobody() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "no real records beside the project");
        assertThat(files("ukcore/examples").filter(file -> !EXPECTED.containsKey(file)))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(outcome(file)).isEmpty());
    }

    @Test
    void aCarerInWordsIsFoundAmongTheContacts() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "no real records beside the project");

        RelatedPerson carer = (RelatedPerson) understood("gp/9465698679_Gainsford_full_20210119.json")
                .value()
                .said()
                .get(1)
                .resource();

        assertThat(carer.getMeta().hasProfile(Canonical.Profile.CARER)).isTrue();
        assertThat(carer.getTelecom()).hasSize(3);
        assertThat(carer.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS)
                        .getValue()
                        .primitiveValue())
                .isEqualTo("stated");
    }

    @Test
    void everyTypeOfClinicalContentIsOneLoss() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "no real records beside the project");

        assertThat(understood("gp/9465698679_Gainsford_full_20210119.json").losses().stream()
                        .filter(loss -> loss.reason().startsWith("clinical content"))
                        .map(Loss::place))
                .containsExactly(
                        "AllergyIntolerance",
                        "Condition",
                        "Encounter",
                        "List",
                        "Medication",
                        "MedicationRequest",
                        "MedicationStatement",
                        "Observation",
                        "ProcedureRequest");
    }

    @Test
    void aRestrictedPersonOfPdsKeepsTheLabelAndNoPlace() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "no real records beside the project");

        Patient patient = (Patient) understood("pds/Sensitive_Patient.json")
                .value()
                .said()
                .getFirst()
                .resource();

        assertThat(patient.getMeta().getSecurity("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R"))
                .isNotNull();
        assertThat(patient.hasAddress() || patient.hasTelecom() || patient.hasGeneralPractitioner())
                .isFalse();
    }

    @Test
    void anNhsNumberThatFailsItsCheckDigitRefusesTheRecord() throws IOException {
        Path record = DATA.resolve("gp/9465698679_Gainsford_full_20210119.json");
        Assumptions.assumeTrue(Files.exists(record), "no real records beside the project");
        byte[] raw = Files.readAllBytes(record);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> Practice.RECORDS.understand(raw, Optional.empty(), Practice.PRACTICE))
                .matches(fault -> fault.kind() == FaultKind.INVALID);
    }

    private static Stream<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(DATA.resolve(folder))) {
            return files.map(file -> folder + "/" + Story.name(file)).sorted().toList().stream();
        }
    }

    private static String outcome(String file) throws IOException {
        try {
            return understood(file).value().said().stream()
                    .map(said -> said.resource().fhirType())
                    .collect(Collectors.joining(" "));
        } catch (Fault fault) {
            return fault.kind() + " at " + fault.place();
        }
    }

    private static Mapped<Understood> understood(String file) throws IOException {
        String text = Files.readString(DATA.resolve(file)).replace(FAILING, NEVER_ISSUED);
        return Practice.RECORDS.understand(text.getBytes(StandardCharsets.UTF_8), Optional.empty(), Practice.PRACTICE);
    }
}
