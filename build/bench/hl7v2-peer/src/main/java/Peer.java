import io.github.linuxforhealth.hl7.HL7ToFHIRConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The HL7 v2 to FHIR converter of LinuxForHealth on our messages: how many a second, and what becomes of NK1. */
public class Peer {

    private static final Pattern EVENT = Pattern.compile("^MSH.*ADT\\^(A01|A03|A04|A08|A28|A31)\\b");
    private static final Pattern PERSON =
            Pattern.compile("\"resourceType\"\\s*:\\s*\"RelatedPerson\"|\"contact\"\\s*:");

    public static void main(String[] arguments) throws IOException {
        HL7ToFHIRConverter converter = new HL7ToFHIRConverter();
        List<String> messages = new ArrayList<>();
        int refused = 0;
        long sent = 0;
        long people = 0;
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                String message = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                if (!EVENT.matcher(message).find()) {
                    continue;
                }
                try {
                    people +=
                            PERSON.matcher(converter.convert(message)).results().count();
                    sent += message.split("[\\r\\n]NK1", -1).length - 1;
                    messages.add(message);
                } catch (RuntimeException notTaken) {
                    refused++;
                }
            }
        }
        run(converter, messages, Duration.ofSeconds(10));
        double speed = run(converter, messages, Duration.ofSeconds(20));
        // The figures are what the program is run for.
        System.out.printf(
                "peer: %d messages (%d more not taken), %.0f a second; %d NK1s came to %d related people or contacts%n",
                messages.size(), refused, speed, sent, people);
    }

    private static double run(HL7ToFHIRConverter converter, List<String> messages, Duration how) {
        long start = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - start < how.toNanos()) {
            for (String message : messages) {
                done += converter.convert(message).isEmpty() ? 0 : 1;
            }
        }
        return done * 1e9 / (System.nanoTime() - start);
    }
}
