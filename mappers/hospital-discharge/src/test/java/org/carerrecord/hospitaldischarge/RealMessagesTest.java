package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Story;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Messages of other projects, kept outside this one: none breaks the reader, and no NK1 disappears. */
class RealMessagesTest {

    private static final Path REAL = Story.project("../shared/data/hl7v2");

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private final Map<String, Integer> counts = new TreeMap<>();

    @Test
    void everyFileEndsInAResultOrAFaultAndEveryNk1IsAccountedFor(TestReporter reporter) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(REAL), "no real messages beside the project");
        for (Path file : files()) {
            byte[] raw = withControlId(Files.readAllBytes(file));
            count("files");
            try {
                Mapped<Understood> understood = AdtMessages.understand(raw, HOSPITAL);
                count("understood");
                account(file, raw, understood);
            } catch (Fault fault) {
                count("fault " + fault.kind() + " at " + fault.place());
            }
        }
        counts.forEach((what, number) -> reporter.publishEntry(what, number.toString()));
        assertThat(counts).containsKey("understood");
    }

    private void account(Path file, byte[] raw, Mapped<Understood> mapped) {
        List<String> nk1s = new String(raw, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("NK1|"))
                .toList();
        int related = count(mapped, RelatedPerson.class);
        int contacts =
                ((Patient) mapped.value().said().get(0).resource()).getContact().size();
        int withdrawn = (int) mapped.value().withdrawn().stream()
                .filter(taken -> taken.place().startsWith("NK1"))
                .count();
        int lost = (int) mapped.losses().stream()
                .filter(loss -> loss.place().matches("NK1\\[\\d+]"))
                .filter(loss -> loss.reason().contains("party"))
                .count();
        int merged = merged(nk1s);
        add("NK1", nk1s.size());
        add("NK1 as RelatedPerson", related);
        add("NK1 as contact", contacts);
        add("NK1 as stated loss", lost);
        add("NK1 of a person named before", merged);
        add("Encounter", count(mapped, Encounter.class));
        assertThat(related + contacts + withdrawn + lost + merged)
                .as(file.getFileName().toString() + mapped.losses())
                .isEqualTo(nk1s.size());
        for (Loss loss : mapped.losses()) {
            add("loss " + loss.place().replaceAll("\\[\\d+]", ""), 1);
        }
    }

    /** Some were written for tests of other fields: a control id lets the rest of them be read. */
    private static byte[] withControlId(byte[] raw) {
        String message = new String(raw, StandardCharsets.ISO_8859_1);
        return message.replaceFirst("^((?:[^|\\r\\n]*\\|){9})\\|", "$1X1|").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int merged(List<String> nk1s) {
        Set<String> names = new HashSet<>();
        Map<String, Integer> again = new HashMap<>();
        for (String nk1 : nk1s) {
            String[] fields = nk1.split("\\|", -1);
            String name = fields.length > 2 ? fields[2] : "";
            if (!name.isEmpty() && !names.add(name)) {
                again.merge(name, 1, Integer::sum);
            }
        }
        return again.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int count(Mapped<Understood> mapped, Class<?> type) {
        return (int) mapped.value().said().stream()
                .filter(said -> type.isInstance(said.resource()))
                .count();
    }

    private void count(String what) {
        add(what, 1);
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
