package org.carerrecord.councilcase;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.councilcase.clientlevel.CarersCase;
import org.carerrecord.councilcase.clientlevel.ClientLevelRow;
import org.carerrecord.councilcase.clientlevel.ClientLevelRows;
import org.carerrecord.councilcase.clientlevel.ClientLevelWriter;
import org.carerrecord.councilcase.clientlevel.Submission;
import org.carerrecord.mapping.Loss;
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
 * Every folder below {@code test-data/council-case}: its extracts in the order of their names, what each person's rows say (as
 * FHIR and as statements with their keys), what was lost or refused; and what the council could return to the national data
 * set of the quarter to the end of September 2026, with a line for each row that could not be made.
 */
class StoriesTest {

    static final Path STORIES = Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), "../.."))
            .resolve("test-data/council-case");

    static final Council COUNCIL = new Council("ZL1", "Wenbury Council");

    private static final Submission QUARTER =
            new Submission("999", "ZL1", LocalDate.of(2026, 7, 1), LocalDate.of(2026, 9, 30));

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
        Remembered record = new Remembered(COUNCIL);
        for (Path extract : extracts(story)) {
            String file = name(extract);
            Bundle messages = new Bundle().setType(BundleType.COLLECTION);
            List<String> statements = new ArrayList<>();
            try (InputStream in = Files.newInputStream(extract)) {
                CouncilExtract people = open(extract, in);
                while (people.hasNext()) {
                    PersonRows rows = people.next();
                    statements.add("rows " + rows.first() + " to " + rows.last());
                    try {
                        Mapped<Understood> understood = rows.understand();
                        messages.addEntry().setResource(bundle(understood.value()));
                        statements.addAll(statements(understood.value()));
                        understood.losses().forEach(loss -> losses.add(file + " " + line(loss)));
                        record.take(understood.value());
                    } catch (Fault fault) {
                        faults.add(file + " " + line(fault));
                    }
                }
            } catch (Fault fault) {
                faults.add(file + " " + line(fault));
            }
            Golden.check(
                    extract.resolveSibling(stem(extract) + ".understood.json"),
                    FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(messages) + "\n");
            Golden.check(extract.resolveSibling(stem(extract) + ".statements.txt"), lines(statements));
        }
        Golden.check(story.resolve("losses.txt"), lines(losses));
        Golden.check(story.resolve("refused.txt"), lines(faults));
        out(story, record);
    }

    private static void out(Path story, Remembered record) throws IOException {
        StringBuilder csv = new StringBuilder();
        ClientLevelWriter writer = new ClientLevelWriter(csv);
        List<String> omitted = new ArrayList<>();
        int number = 0;
        for (CarersCase carer : record.carers()) {
            number++;
            Mapped<List<ClientLevelRow>> rows = new ClientLevelRows(QUARTER).of(carer);
            for (ClientLevelRow row : rows.value()) {
                writer.write(row);
            }
            for (Loss loss : rows.losses()) {
                omitted.add("carer " + number + ", " + line(loss));
            }
        }
        Golden.check(story.resolve("client-level-data.csv"), csv.toString());
        Golden.check(story.resolve("omitted.txt"), lines(omitted));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isWhole(Path story) throws IOException {
        assertThat(Files.readAllLines(story.resolve("README.md")))
                .as("who, what happened, why")
                .hasSize(3)
                .allMatch(sentence -> sentence.endsWith("."));
        List<Path> extracts = extracts(story);
        assertThat(extracts).isNotEmpty();
        try (Stream<Path> files = Files.list(story)) {
            assertThat(files.map(file -> name(file).replaceFirst("\\..*", ""))
                            .filter(name -> name.matches("\\d-.*"))
                            .distinct())
                    .as("no golden file without its extract")
                    .hasSameSizeAs(extracts);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void saysTheSameWhenItsKeptRowsAreReadAgain(Path story) throws IOException {
        for (Path extract : extracts(story)) {
            try (InputStream in = Files.newInputStream(extract)) {
                CouncilExtract people = open(extract, in);
                while (people.hasNext()) {
                    PersonRows rows = people.next();
                    CouncilExtract again =
                            CouncilExtract.json(new java.io.ByteArrayInputStream(rows.raw()), COUNCIL, read -> {});
                    assertThat(told(again.next())).isEqualTo(told(rows));
                }
            } catch (Fault endsTheExtract) {
                assertThat(Files.readString(story.resolve("refused.txt"))).contains(endsTheExtract.place());
            }
        }
    }

    private static String told(PersonRows rows) {
        try {
            return FHIR.newJsonParser()
                    .encodeResourceToString(bundle(rows.understand().value()));
        } catch (Fault fault) {
            return fault.kind().toString();
        }
    }

    static List<Path> extracts(Path story) throws IOException {
        try (Stream<Path> files = Files.list(story)) {
            return files.filter(file -> name(file).matches("\\d-[a-z0-9-]+\\.(csv|json)"))
                    .filter(file -> !name(file).endsWith(".understood.json"))
                    .sorted()
                    .toList();
        }
    }

    static CouncilExtract open(Path extract, InputStream in) {
        return name(extract).endsWith(".json")
                ? CouncilExtract.json(in, COUNCIL, read -> {})
                : CouncilExtract.csv(in, COUNCIL, read -> {});
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    private static String stem(Path file) {
        return name(file).replaceFirst("\\..*", "");
    }

    static Bundle bundle(Understood understood) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        for (Said said : understood.said()) {
            bundle.addEntry().setFullUrl(said.link()).setResource(said.resource());
        }
        return bundle;
    }

    private static List<String> statements(Understood understood) {
        return Stream.of(
                        Stream.of("at "
                                + understood.saidAt().map(Object::toString).orElse("no readable time")),
                        understood.said().stream()
                                .map(said -> "said " + said.resource().fhirType() + " " + said.key()),
                        understood.withdrawn().stream().map(StoriesTest::statement))
                .flatMap(lines -> lines)
                .map(String::strip)
                .toList();
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

    private static String line(Loss loss) {
        return loss.place() + ": " + loss.reason();
    }

    private static String line(Fault fault) {
        return fault.kind() + " at " + fault.place() + ": " + fault.reason();
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
