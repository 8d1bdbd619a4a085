package org.carerrecord.gprecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.carerrecord.gprecord.export.CodedEntries;
import org.carerrecord.gprecord.export.RecordBundle;
import org.carerrecord.gprecord.export.SharedRecord;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.stories.Story;
import org.carerrecord.stories.Told;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder below {@code test-data/gp-record}: its records in the order of their names, what each says (as FHIR and as
 * statements with their keys), what was lost, or the fault; and of the first person of each what goes out again.
 */
class StoriesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

    static List<Story> stories() throws IOException {
        return Story.all(Practice.KIND);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isUnderstoodAsExpected(Story story) throws IOException {
        story.checkUnderstood(story.messages(Practice.MESSAGES), Practice::understand);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void goesOutAsExpected(Story story) throws IOException {
        for (Path record : story.messages(Practice.MESSAGES)) {
            String name = Story.stem(record);
            if (!Files.exists(story.folder().resolve(name + ".understood.json"))) {
                continue;
            }
            SharedRecord shared = Outward.first(Practice.understand(record).value());
            Mapped<Bundle> bundle = RecordBundle.of(shared, NOW);
            Mapped<String> entries = CodedEntries.of(shared);
            story.check(name + ".out.json", Told.json(bundle.value()));
            story.check(name + ".out.csv", entries.value());
            story.check(
                    name + ".out.losses.txt",
                    Told.lines(Stream.concat(bundle.losses().stream(), entries.losses().stream())
                            .map(Told::line)
                            .toList()));
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isWhole(Story story) throws IOException {
        story.checkWhole(story.messages(Practice.MESSAGES));
        story.checkOutcome();
    }
}
