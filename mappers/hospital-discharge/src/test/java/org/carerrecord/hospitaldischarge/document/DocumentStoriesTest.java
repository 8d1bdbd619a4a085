package org.carerrecord.hospitaldischarge.document;

import java.io.IOException;
import java.util.List;
import org.carerrecord.stories.Story;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder below {@code test-data/discharge-documents}: its documents and notices in the order of their names, what each says
 * (as FHIR and as statements with their keys), what was lost, or the fault.
 */
class DocumentStoriesTest {

    static List<Story> stories() throws IOException {
        return Story.all(Hospital.KIND);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isUnderstoodAsExpected(Story story) throws IOException {
        story.checkUnderstood(story.messages(Hospital.MESSAGES), Hospital::understand);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isWhole(Story story) throws IOException {
        story.checkWhole(story.messages(Hospital.MESSAGES));
        story.checkOutcome();
    }
}
