package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder below {@code test-data/hospital-discharge}: its messages in the order of their names, what each says (as FHIR
 * and as statements with their keys), what was lost, or the fault.
 */
class StoriesTest {

    private static final Path STORIES = Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), "../.."))
            .resolve("test-data/hospital-discharge");

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private static final FhirContext FHIR = FhirContext.forR4();

    static Stream<Path> stories() throws IOException {
        try (Stream<Path> folders = Files.list(STORIES)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isUnderstoodAsExpected(Path story) throws IOException {
        List<String> losses = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path message : messages(story)) {
            String file = Objects.requireNonNull(message.getFileName()).toString();
            String name = file.replace(".hl7", "");
            try {
                Mapped<Understood> understood = AdtMessages.understand(Files.readAllBytes(message), HOSPITAL);
                Golden.check(story.resolve(name + ".understood.json"), json(understood.value()));
                Golden.check(story.resolve(name + ".statements.txt"), statements(understood.value()));
                understood.losses().forEach(loss -> losses.add(file + " " + loss.place() + ": " + loss.reason()));
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
    void isWhole(Path story) throws IOException {
        assertThat(story.resolve("README.md")).exists();
        List<Path> messages = messages(story);
        assertThat(messages).isNotEmpty();
        assertThat(Stream.of("losses.txt", "fault.txt").filter(file -> Files.exists(story.resolve(file))))
                .hasSize(1);
        try (Stream<Path> files = Files.list(story)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\..*", ""))
                            .filter(name -> name.matches("\\d-.*"))
                            .distinct())
                    .as("no golden file without its message")
                    .hasSameSizeAs(messages);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isOfTheHospitalAndInThePast(Path story) throws IOException {
        assertThat(Files.readAllLines(story.resolve("README.md")))
                .as("who, what happened, why")
                .hasSize(3)
                .allMatch(sentence -> sentence.endsWith("."));
        List<String> times = new ArrayList<>();
        for (Path message : messages(story)) {
            Optional<AdtHeader> header = AdtMessages.header(Files.readAllBytes(message));
            header.ifPresent(msh -> times.add(msh.messageTime()));
            assertThat(header.map(AdtHeader::sendingFacility)).isIn(Optional.empty(), Optional.of(HOSPITAL.ods()));
        }
        assertThat(times).isSorted().doesNotHaveDuplicates().allMatch(time -> time.compareTo("20261120") < 0);
    }

    private static List<Path> messages(Path story) throws IOException {
        try (Stream<Path> files = Files.list(story)) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        }
    }

    private static String json(Understood understood) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        for (Said said : understood.said()) {
            bundle.addEntry().setFullUrl(said.link()).setResource(said.resource());
        }
        return FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle) + "\n";
    }

    private static String statements(Understood understood) {
        return lines(Stream.of(
                        Stream.of("at "
                                + understood.saidAt().map(Object::toString).orElse("no readable time")),
                        understood.said().stream()
                                .map(said -> "said " + said.resource().fhirType() + " " + said.key() + emptied(said)),
                        understood.withdrawn().stream().map(StoriesTest::statement),
                        understood.merged().stream()
                                .map(merged -> "merged " + merged.former().getSystem() + "|"
                                        + merged.former().getValue() + " (" + merged.place() + ")"))
                .flatMap(lines -> lines)
                .map(String::strip)
                .toList());
    }

    private static String emptied(Said said) {
        return said.emptied().isEmpty()
                ? ""
                : said.emptied().stream().sorted().collect(Collectors.joining(", ", " without what was said of ", ""));
    }

    private static String statement(Withdrawn withdrawn) {
        String which =
                switch (withdrawn.which()) {
                    case Which.All() -> "all";
                    case Which.OnlyOne() -> "the only one";
                    case Which.Keyed(String key) -> key;
                };
        return "withdrawn " + withdrawn.type() + " " + which + " (" + withdrawn.place() + ")";
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
