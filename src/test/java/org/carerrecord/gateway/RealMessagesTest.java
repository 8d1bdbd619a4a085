package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Messages of other projects, kept outside this one: each is answered, and no NK1 of a taken one disappears. */
@OnEachStore
class RealMessagesTest {

    private static final Path REAL = Sandbox.project("../shared/data/hl7v2");

    private final Sandbox gateway;
    private final Store store;
    private final Map<String, Integer> counts = new TreeMap<>();

    RealMessagesTest(Store store) {
        this.store = store;
        gateway = Sandbox.on(store);
    }

    @Test
    void eachIsAnsweredAndItsPartiesAreFoundAgain(TestReporter reporter) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(REAL), "no real messages beside the project");
        for (Path file : files()) {
            byte[] raw = Files.readAllBytes(file);
            gateway.empty();
            Answer answer = gateway.as("hospital").hl7(raw);
            JsonNode fate = fate(answer);
            String outcome = fate.path("outcome").asText();
            assertThat(outcome).as(file.toString()).isIn("AA", "AE", "AR");
            assertThat(answer.text()).doesNotContain("Exception", "\tat ", "org.carerrecord.");
            add("messages", 1);
            add("answered " + outcome, 1);
            if (outcome.equals("AA")) {
                account(file, raw, fate);
            } else {
                add(
                        outcome + " " + fate.path("fault").path("kind").asText() + " at "
                                + fate.path("fault").path("place").asText(),
                        1);
            }
        }
        counts.forEach((what, number) -> reporter.publishEntry(store + " " + what, number.toString()));
        assertThat(counts.get("messages")).isEqualTo(files().size());
        assertThat(counts.get("NK1"))
                .isPositive()
                .isEqualTo(number("NK1 as RelatedPerson")
                        + number("NK1 as Patient.contact")
                        + number("NK1 as stated loss")
                        + number("NK1 of a person named before"));
        assertThat(counts).doesNotContainKey("AE INTERNAL at gateway");
    }

    private int number(String what) {
        return counts.getOrDefault(what, 0);
    }

    private void account(Path file, byte[] raw, JsonNode fate) {
        List<String> nk1s = new String(raw, ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("NK1|"))
                .toList();
        int related = found("/fhir/RelatedPerson?_count=500").size();
        int contacts = gateway.as("tester").get("/fhir/Patient?_count=500").found(Patient.class).stream()
                .mapToInt(patient -> patient.getContact().size())
                .sum();
        int lost = 0;
        for (JsonNode loss : fate.path("losses")) {
            if (loss.path("place").asText().matches("NK1\\[\\d+]")
                    && loss.path("reason").asText().matches(".*(party|take back).*")) {
                lost++;
            }
        }
        int again = again(nk1s);
        add("NK1", nk1s.size());
        add("NK1 as RelatedPerson", related);
        add("NK1 as Patient.contact", contacts);
        add("NK1 as stated loss", lost);
        add("NK1 of a person named before", again);
        assertThat(related + contacts + lost + again)
                .as(file + " " + fate.path("losses"))
                .isEqualTo(nk1s.size());
    }

    private List<RelatedPerson> found(String question) {
        return gateway.as("tester").get(question).found(RelatedPerson.class);
    }

    /** Segments whose NK1-2 names somebody whom an earlier segment named. */
    private static int again(List<String> nk1s) {
        return nk1s.stream()
                .map(nk1 -> nk1.split("\\|", -1))
                .map(fields -> fields.length > 2 ? fields[2] : "")
                .filter(name -> !name.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values()
                .stream()
                .mapToInt(times -> Math.toIntExact(times - 1))
                .sum();
    }

    /** What the store says of the only message in it. */
    private JsonNode fate(Answer answer) throws IOException {
        assertThat(answer.status()).isIn(200, 204);
        String id =
                gateway.jdbc().sql("select id from message").query(String.class).single();
        return new ObjectMapper()
                .readTree(gateway.as("admin").get("/messages/" + id).text());
    }

    private void add(String what, int number) {
        counts.merge(what, number, Integer::sum);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(REAL)) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        }
    }
}
