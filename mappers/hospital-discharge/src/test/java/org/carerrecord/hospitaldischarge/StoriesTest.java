package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Relationships;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
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

    private static final Sender COMMUNITY = new Sender("RZ2", "Wenbury Community Trust");

    static List<Story> stories() throws IOException {
        return Story.all(KIND);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isUnderstoodAsExpected(Story story) throws IOException {
        story.checkUnderstood(story.messages(MESSAGES), message -> understand(Files.readAllBytes(message)));
    }

    /** As the sandbox's agreement has it: the NK1s of the community trust's A31 are complete. */
    private static Mapped<Understood> understand(byte[] message) {
        boolean isOfCommunity = AdtMessages.header(message)
                .map(AdtHeader::sendingFacility)
                .filter(COMMUNITY.ods()::equals)
                .isPresent();
        return isOfCommunity
                ? AdtMessages.understand(message, COMMUNITY, new Relationships(), List.of("ADT^A31"))
                : AdtMessages.understand(message, HOSPITAL);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isWhole(Story story) throws IOException {
        story.checkWhole(story.messages(MESSAGES));
        story.checkOutcome();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isOfOneHospitalAndInThePast(Story story) throws IOException {
        List<String> times = new ArrayList<>();
        for (Path message : story.messages(MESSAGES)) {
            Optional<AdtHeader> header = AdtMessages.header(Files.readAllBytes(message));
            header.ifPresent(msh -> times.add(msh.messageTime()));
            assertThat(header.map(AdtHeader::sendingFacility))
                    .isIn(Optional.empty(), Optional.of(HOSPITAL.ods()), Optional.of(COMMUNITY.ods()));
        }
        assertThat(times).isSorted().doesNotHaveDuplicates().allMatch(time -> time.compareTo("20261120") < 0);
    }
}
