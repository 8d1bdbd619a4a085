package org.carerrecord.hospitaldischarge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Golden;
import org.carerrecord.stories.Story;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every message of other projects beside this one, by its name, has the outcome that a table expects of it. */
class RealOutcomesTest {

    private static final Path EXPECTED = Story.project(
            "mappers/hospital-discharge/src/test/resources/org/carerrecord/hospitaldischarge/real-outcomes.csv");

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    @Test
    void everyFileHasTheOutcomeThatIsExpected() throws IOException {
        Path real = Story.project("../shared/data/hl7v2");
        Assumptions.assumeTrue(Files.isDirectory(real), "no real messages beside the project");
        StringBuilder outcomes = new StringBuilder("file,outcome\n");
        try (Stream<Path> files = Files.walk(real)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                String name = real.relativize(file).toString().replace('\\', '/');
                outcomes.append(name)
                        .append(',')
                        .append(outcome(Files.readAllBytes(file)))
                        .append('\n');
            }
        }
        Golden.check(EXPECTED, outcomes.toString());
    }

    private static String outcome(byte[] raw) {
        List<byte[]> messages = Delivery.of(raw).messages();
        return messages.stream().map(RealOutcomesTest::ofOne).collect(Collectors.joining(" + "));
    }

    private static String ofOne(byte[] message) {
        try {
            Mapped<Understood> understood = AdtMessages.understand(message, HOSPITAL);
            Map<String, Integer> counts = new TreeMap<>();
            understood.value().said().forEach(said -> {
                counts.merge(said.resource().fhirType(), 1, Integer::sum);
                if (said.resource() instanceof Patient patient && patient.hasContact()) {
                    counts.put("contact", patient.getContact().size());
                }
            });
            add(counts, "withdrawn", understood.value().withdrawn());
            add(counts, "merged", understood.value().merged());
            add(counts, "losses", understood.losses());
            return "understood: "
                    + counts.entrySet().stream()
                            .map(count -> count.getValue() + " " + count.getKey())
                            .collect(Collectors.joining("; "));
        } catch (Fault fault) {
            return "fault: " + fault.kind() + " at " + fault.place();
        }
    }

    private static void add(Map<String, Integer> counts, String what, List<?> list) {
        if (!list.isEmpty()) {
            counts.put(what, list.size());
        }
    }
}
