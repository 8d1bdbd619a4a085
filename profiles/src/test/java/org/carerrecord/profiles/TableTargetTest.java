package org.carerrecord.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The targets in HL7's systems against those systems as FHIR R4 publishes them. */
class TableTargetTest {

    private static final Pattern TARGET =
            Pattern.compile(",(http://(?:terminology\\.hl7\\.org|hl7\\.org)/[^,]+),([^,]+),([^,]+),");

    private static final DefaultProfileValidationSupport R4 = new DefaultProfileValidationSupport(Artefacts.R4);

    static List<Path> tables() {
        return Artefacts.files("/tables").stream()
                .filter(table -> TARGET.matcher(Artefacts.text(table)).find())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyTargetIsACodeOfItsSystemByItsName(Path table) {
        Map<String, Map<String, String>> displays = new HashMap<>();

        assertThat(TARGET.matcher(Artefacts.text(table)).results())
                .allSatisfy(target -> assertThat(displays.computeIfAbsent(target.group(1), TableTargetTest::displays))
                        .as(told(target))
                        .containsEntry(target.group(2), target.group(3)));
    }

    private static String told(MatchResult target) {
        return target.group(1) + "#" + target.group(2);
    }

    private static Map<String, String> displays(String system) {
        Map<String, String> displays = new HashMap<>();
        collect(((CodeSystem) R4.fetchCodeSystem(system)).getConcept(), displays);
        return displays;
    }

    private static void collect(List<ConceptDefinitionComponent> concepts, Map<String, String> displays) {
        for (ConceptDefinitionComponent concept : concepts) {
            displays.put(concept.getCode(), concept.getDisplay());
            collect(concept.getConcept(), displays);
        }
    }
}
