package org.carerrecord.councilcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Story;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The seed data of a council's case system, kept outside this project: every file ends as expected. */
class SeedDataTest {

    private static final Path SEED = Story.project("../shared/data/council/hackney-seed");

    @BeforeEach
    void theDataIsThere() {
        Assumptions.assumeTrue(Files.isDirectory(SEED), "no seed data beside the project");
    }

    @Test
    void peopleAreReadAndTheOthersAreOfNoExtract() throws IOException {
        Map<String, String> outcomes = new TreeMap<>();
        try (Stream<Path> files = Files.list(SEED)) {
            for (Path file : files.toList()) {
                outcomes.put(Story.name(file), outcome(file));
            }
        }
        String unsupported = "UNSUPPORTED at header";
        assertThat(outcomes)
                .isEqualTo(new TreeMap<>(Map.of(
                        "dm_addresses.csv", unsupported,
                        "dm_persons.csv", "14 people",
                        "dm_telephone_numbers.csv", unsupported,
                        "sccv_allocations_combined.csv", unsupported,
                        "sccv_personal_relationship_type.csv", unsupported,
                        "sccv_team.csv", unsupported,
                        "sccv_worker.csv", unsupported,
                        "sccv_workerteam.csv", unsupported)));
    }

    private static String outcome(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Mapped<Understood>> people = new ArrayList<>();
            CouncilExtract.csv(in, StoriesTest.COUNCIL, read -> {})
                    .forEachRemaining(rows -> people.add(rows.understand()));
            return people.size() + " people";
        } catch (Fault fault) {
            return fault.kind() + " at " + fault.place();
        }
    }

    @Test
    void whatIsDirtyIsStatedAndTheRestIsTaken() throws IOException {
        try (InputStream in = Files.newInputStream(SEED.resolve("dm_persons.csv"))) {
            Map<String, Integer> losses = new TreeMap<>();
            CouncilExtract.csv(in, StoriesTest.COUNCIL, read -> {}).forEachRemaining(rows -> {
                Mapped<Understood> person = rows.understand();
                assertThat(person.value().said()).hasSize(1);
                person.losses().forEach(loss -> losses.merge(loss.reason(), 1, Integer::sum));
            });
            assertThat(losses)
                    .isEqualTo(Map.of(
                            "it lies before the date of birth", 6,
                            "no readable time says when this was so", 14,
                            "the column is not carried in the record", 170));
        }
    }

    @Test
    void everyTypeOfRelationshipIsInTheTableOrIsOfAnUnbornChild() throws IOException {
        CodeTable table = CodeTable.load("relationship-council");
        List<String> types = Files.readAllLines(SEED.resolve("sccv_personal_relationship_type.csv")).stream()
                .skip(1)
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .toList();
        assertThat(types).hasSizeGreaterThan(30);
        assertThat(types.stream().filter(type -> table.targets(type).isEmpty()))
                .containsExactlyInAnyOrder("parentOfUnbornChild", "siblingOfUnbornChild");
    }
}
