package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.Sender;
import org.carerrecord.stories.Story;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder below {@code test-data/hospital-discharge}: its messages in the order of their names, what each says (as FHIR
 * and as statements with their keys), what was lost, or the fault.
 */
class StoriesTest {

    static final String KIND = "hospital-discharge";

    static final String MESSAGES = "\\d-.*\\.hl7";

    static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    static List<Story> stories() throws IOException {
        return Story.all(KIND);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isUnderstoodAsExpected(Story story) throws IOException {
        story.checkUnderstood(
                story.messages(MESSAGES), message -> AdtMessages.understand(Files.readAllBytes(message), HOSPITAL));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isWhole(Story story) throws IOException {
        story.checkWhole(story.messages(MESSAGES));
        story.checkOutcome();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isOfTheHospitalAndInThePast(Story story) throws IOException {
        List<String> times = new ArrayList<>();
        for (Path message : story.messages(MESSAGES)) {
            Optional<AdtHeader> header = AdtMessages.header(Files.readAllBytes(message));
            header.ifPresent(msh -> times.add(msh.messageTime()));
            assertThat(header.map(AdtHeader::sendingFacility)).isIn(Optional.empty(), Optional.of(HOSPITAL.ods()));
        }
        assertThat(times).isSorted().doesNotHaveDuplicates().allMatch(time -> time.compareTo("20261120") < 0);
    }
}
