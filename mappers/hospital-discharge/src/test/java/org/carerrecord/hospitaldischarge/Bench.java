package org.carerrecord.hospitaldischarge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * How many ADT messages one thread maps in a second, from bytes to FHIR resources; {@code make bench}. The messages are those
 * of the stories whose events a peer knows too.
 */
final class Bench {

    private static final Set<String> EVENTS = Set.of("A01", "A03", "A04", "A08", "A28", "A31");

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private static final Duration WARM = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private Bench() {}

    /** @param arguments the folder of the messages */
    public static void main(String[] arguments) throws IOException {
        List<byte[]> messages = messages(Path.of(arguments[0]));
        run(messages, WARM);
        double speed = run(messages, MEASURED);
        // The figures are what the program is run for.
        System.out.printf("ours: %d messages, %.0f a second; %s%n", messages.size(), speed, parties(messages));
    }

    private static double run(List<byte[]> messages, Duration how) {
        long start = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - start < how.toNanos()) {
            for (byte[] message : messages) {
                done += AdtMessages.understand(message, HOSPITAL).value().said().isEmpty() ? 0 : 1;
            }
        }
        return done * 1e9 / (System.nanoTime() - start);
    }

    private static String parties(List<byte[]> messages) {
        long sent = 0;
        long people = 0;
        long contacts = 0;
        for (byte[] message : messages) {
            sent += new String(message, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith("NK1"))
                    .count();
            Mapped<Understood> understood = AdtMessages.understand(message, HOSPITAL);
            people += understood.value().said().stream()
                    .filter(said -> said.resource() instanceof RelatedPerson)
                    .count();
            contacts += ((Patient) understood.value().said().get(0).resource())
                    .getContact()
                    .size();
        }
        return sent + " NK1s came to " + people + " related people (NK1s of one person together) and " + contacts
                + " contacts";
    }

    private static List<byte[]> messages(Path folder) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                byte[] raw = Files.readAllBytes(file);
                Optional<String> event = AdtMessages.header(raw).map(AdtHeader::trigger);
                if (event.filter(EVENTS::contains).isPresent() && isTaken(raw)) {
                    messages.add(raw);
                }
            }
        }
        return messages;
    }

    private static boolean isTaken(byte[] raw) {
        try {
            AdtMessages.understand(raw, HOSPITAL);
            return true;
        } catch (Fault refused) {
            return false;
        }
    }
}
