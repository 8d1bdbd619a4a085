package org.carerrecord.gprecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.gprecord.export.CodedEntries;
import org.carerrecord.gprecord.export.RecordBundle;
import org.carerrecord.gprecord.export.SharedRecord;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder below {@code test-data/gp-record}: its records in the order of their names, what each says (as FHIR and as
 * statements with their keys), what was lost, or the fault; and of the first person of each what goes out again.
 */
class StoriesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

    static List<Path> stories() throws IOException {
        return Story.all();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isUnderstoodAsExpected(Path story) throws IOException {
        List<String> losses = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path record : Story.records(story)) {
            String file = Story.name(record);
            String name = file.replaceFirst("\\..*", "");
            try {
                Mapped<Understood> mapped = Story.understand(record);
                Golden.check(story.resolve(name + ".understood.json"), Story.json(Story.bundle(mapped.value())));
                Golden.check(story.resolve(name + ".statements.txt"), statements(mapped.value()));
                mapped.losses().forEach(loss -> losses.add(file + " " + loss.place() + ": " + loss.reason()));
            } catch (Fault fault) {
                faults.add(file + " " + fault.kind() + " at " + fault.place() + ": " + fault.reason());
            }
        }
        if (faults.isEmpty()) {
            Golden.check(story.resolve("losses.txt"), lines(losses));
        } else {
            Golden.check(story.resolve("fault.txt"), lines(faults));
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void goesOutAsExpected(Path story) throws IOException {
        for (Path record : Story.records(story)) {
            String name = Story.name(record).replaceFirst("\\..*", "");
            if (!Files.exists(story.resolve(name + ".understood.json"))) {
                continue;
            }
            SharedRecord shared = Outward.first(Story.understand(record).value());
            Mapped<Bundle> bundle = RecordBundle.of(shared, NOW);
            Mapped<String> entries = CodedEntries.of(shared);
            Golden.check(story.resolve(name + ".out.json"), Story.json(bundle.value()));
            Golden.check(story.resolve(name + ".out.csv"), entries.value());
            Golden.check(
                    story.resolve(name + ".out.losses.txt"),
                    Story.losses(bundle.losses()) + Story.losses(entries.losses()));
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isWhole(Path story) throws IOException {
        assertThat(Files.readAllLines(story.resolve("README.md")))
                .as("who, what happened, why")
                .hasSize(3)
                .allMatch(sentence -> sentence.endsWith("."));
        List<Path> records = Story.records(story);
        assertThat(records).isNotEmpty();
        assertThat(Stream.of("losses.txt", "fault.txt").filter(file -> Files.exists(story.resolve(file))))
                .hasSize(1);
        try (Stream<Path> files = Files.list(story)) {
            assertThat(files.map(file -> Story.name(file).replaceFirst("\\..*", ""))
                            .filter(name -> name.matches("\\d-.*"))
                            .distinct())
                    .as("no golden file without its record")
                    .hasSameSizeAs(records);
        }
    }

    private static String statements(Understood understood) {
        return lines(Stream.concat(
                        Stream.of("at "
                                + understood.saidAt().map(Object::toString).orElse("no readable time")),
                        understood.said().stream()
                                .map(said -> "said " + said.resource().fhirType() + " " + said.key()))
                .map(String::strip)
                .toList());
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
