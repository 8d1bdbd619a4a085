package org.carerrecord.hospitaldischarge.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.carerrecord.stories.Story;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a million broken documents met. */
class BrokenDocumentsTest {

    /** Where in the text it breaks off is where Woodstox tells of it, or not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 70, 130, 600})
    void aNarrativeThatBreaksOffInItsTextIsNoXhtml(int length) {
        String text = "Cared for by her husband Tom. ".repeat(20).substring(0, length);

        for (String div : List.of("<div>" + text + "&nbsp;</div>", "<div>&lt;" + text + "&nbsp; &lt;</div>")) {
            assertThatExceptionOfType(XMLStreamException.class).isThrownBy(() -> Narrative.rows("Social context", div));
        }
    }

    @Test
    void aNameOfNothingButAReasonWhyItIsNotThereIsNone() throws IOException {
        String document = Files.readString(
                Story.project("test-data/discharge-documents/husband-coded-and-in-a-sentence/1-document.stu3.xml"));
        String name = "<name><use value=\"official\"/><family value=\"Marlow\"/><given value=\"Tom\"/></name>";
        String nameless = document.replace(
                name,
                "<name><text><extension url=\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\"><valueCode"
                        + " value=\"unknown\"/></extension></text></name>");

        assertThat(nameless).isNotEqualTo(document);
        assertThat(Hospital.understand(nameless.getBytes(StandardCharsets.UTF_8), Optional.of("3.0"))
                        .value()
                        .said())
                .as("the husband without a name, and Tom")
                .filteredOn(one -> one.resource() instanceof RelatedPerson)
                .hasSize(2);
    }
}
