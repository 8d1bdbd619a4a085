package org.carerrecord.hospitaldischarge.document;

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
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Story;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents and notices that others wrote, kept outside this project: each has the outcome that is expected here. */
class RealDocumentsTest {

    private static final Path DATA = Story.project("../shared/data");

    /** NHS numbers that fail their check digit, or may be somebody's: with one that is never issued they are read. */
    private static final Map<String, String> NEVER_ISSUED =
            Map.of("135 246 5790", "999 000 0042", "9413946000", "9990000042");

    private static final String DOCUMENT = "discharge/edischarge_full_payload_example-01-mod.xml";
    private static final String ASSESSMENT = "adw/ADW-Message-Assessment-Notice-Bundle-1-Example-1.xml";
    private static final String DISCHARGE = "adw/ADW-Message-Discharge-Notice-Bundle-1-Example-1.xml";

    private static final Map<String, String> EXPECTED = Map.of(
            DOCUMENT,
            "Patient RelatedPerson Encounter Communication",
            ASSESSMENT,
            "Patient RelatedPerson Encounter QuestionnaireResponse",
            DISCHARGE,
            "Patient RelatedPerson Encounter QuestionnaireResponse");

    @BeforeEach
    void theDataIsThere() {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "no real documents beside the project");
    }

    @Test
    void everyFileHasItsOutcomeAndNoneIsForgotten() throws IOException {
        Map<String, String> outcomes = new TreeMap<>();
        for (String folder : List.of("discharge", "adw")) {
            try (Stream<Path> files = Files.list(DATA.resolve(folder))) {
                for (Path file : files.toList()) {
                    String name = folder + "/" + Story.name(file);
                    outcomes.put(name, types(understood(name)));
                }
            }
        }
        assertThat(outcomes).isEqualTo(new TreeMap<>(EXPECTED));
    }

    @Test
    void aNumberWhoseCheckDigitFailsRefusesTheDocument() throws IOException {
        byte[] raw = Files.readAllBytes(DATA.resolve(DOCUMENT));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> Hospital.understand(raw, Optional.empty()))
                .matches(fault -> fault.place().endsWith(".identifier"));
    }

    @Test
    void theDocumentTellsOfTheStayAndWhatIsAskedAndOfNoCarer() throws IOException {
        Mapped<Understood> document = understood(DOCUMENT);

        Encounter stay = said(document, Encounter.class);
        assertThat(stay.getStatus().toCode()).isEqualTo("finished");
        assertThat(stay.getHospitalization()
                        .getDischargeDisposition()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("19");
        assertThat(said(document, Communication.class)
                        .getPayloadFirstRep()
                        .getContentStringType()
                        .getValue())
                .isEqualTo("Patient to attend community follow up after discharge.");
        assertThat(said(document, RelatedPerson.class).hasExtension()).isFalse();
        assertThat(document.losses().stream()
                        .filter(loss -> loss.reason().startsWith("clinical content"))
                        .map(Loss::place))
                .containsExactly(
                        "AllergyIntolerance", "Condition", "List", "Medication", "MedicationStatement", "Procedure");
        assertThat(document.losses().stream().filter(loss -> loss.reason().startsWith("it speaks of carers")))
                .as("a carer who is concerned, and one who is needed")
                .hasSize(2);
    }

    @Test
    void theNoticesTellWhoCaresWhetherTheyWereAskedAndWhenThePatientGoesHome() throws IOException {
        for (String notice : List.of(ASSESSMENT, DISCHARGE)) {
            Mapped<Understood> understood = understood(notice);
            assertThat(said(understood, RelatedPerson.class).getNameFirstRep().getFamily())
                    .isEqualTo("Bloom");
            assertThat(said(understood, QuestionnaireResponse.class).getItem())
                    .extracting(item -> item.getLinkId() + " "
                            + (item.getAnswerFirstRep().hasValueCoding()
                                    ? item.getAnswerFirstRep().getValueCoding().getCode()
                                    : item.getAnswerFirstRep().getValue().primitiveValue()))
                    .containsExactly(
                            "carer-consulted Y",
                            "discharge-date " + (notice.equals(ASSESSMENT) ? "2017-05-12" : "2017-05-06"));
        }
    }

    private static Mapped<Understood> understood(String file) throws IOException {
        String text = Files.readString(DATA.resolve(file));
        for (Map.Entry<String, String> number : NEVER_ISSUED.entrySet()) {
            text = text.replace(number.getKey(), number.getValue());
        }
        return Hospital.understand(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private static String types(Mapped<Understood> understood) {
        return understood.value().said().stream()
                .map(said -> said.resource().fhirType())
                .collect(Collectors.joining(" "));
    }

    private static <T> T said(Mapped<Understood> understood, Class<T> type) {
        return understood.value().said().stream()
                .map(said -> said.resource())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
