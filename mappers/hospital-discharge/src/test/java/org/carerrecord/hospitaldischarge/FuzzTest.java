package org.carerrecord.hospitaldischarge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.junit.jupiter.api.Test;

/**
 * Messages that a seed makes of good ones: whatever they are, each ends in a result or a fault, soon, with less than 64 MB,
 * and is answered. {@code -Dfuzz.messages=} says how many.
 */
class FuzzTest {

    private static final int MESSAGES = Integer.getInteger("fuzz.messages", 20_000);

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long MUCH = 64L << 20;

    private static final Path STORIES = Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), "../.."))
            .resolve("test-data/hospital-discharge");

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private static final Instant AT = Instant.parse("2026-11-20T09:31:00Z");

    private static final byte[] MARKS = "|^~\\&\r\n\"\"0A #".getBytes(US_ASCII);

    private static final String[] FRAGMENTS = {
        "\rNK1|1|",
        "\rMSH|^~\\&|",
        "\rBHS|^~\\&|",
        "\rPID|1||",
        "\rMRG|",
        "~~~~",
        "^^^^",
        "&&&",
        "\"\"",
        "\\X41\\",
        "\\.br\\",
        "\\F\\",
        "20261399",
        "9990000018^^^NHS",
        "\u0000",
        "\rZZ9|",
        "\rPV1|1|I",
        "UNICODE UTF-16",
        "8859/15",
        "|||||||||"
    };

    @Test
    void everyMessageEndsInAResultOrAFault() throws IOException {
        Random random = new Random(20261122);
        List<byte[]> seeds = seeds();
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int number = 0; number < MESSAGES; number++) {
            byte[] message = random.nextInt(4) == 0
                    ? PeopleOfEveryKind.message(random).getBytes(UTF_8)
                    : seeds.get(random.nextInt(seeds.size()));
            byte[] mutated = mutated(message, random);
            long before = memory.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            String place = "message " + number + " of the seed";
            ends(mutated, place);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(place).isLessThan(SOON);
            assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                    .as(place)
                    .isLessThan(MUCH);
        }
    }

    private static void ends(byte[] raw, String what) {
        Delivery delivery = Delivery.of(raw);
        List<byte[]> answers = new ArrayList<>();
        for (byte[] message : delivery.messages()) {
            List<AckError> told;
            try {
                Mapped<Understood> understood = AdtMessages.understand(message, HOSPITAL);
                assertThat(understood.value().said()).as(what).isNotEmpty();
                assertThat(understood.losses()).as(what).allMatch(loss -> !loss.place()
                        .isBlank());
                told = understood.losses().stream().map(AckError::of).toList();
            } catch (Fault expected) {
                assertThat(expected.place()).as(what).isNotBlank();
                told = List.of(AckError.of(expected));
            }
            Optional<AdtHeader> header = AdtMessages.header(message);
            answers.add(AdtMessages.acknowledge(header, "AA", told, "1", AT));
        }
        assertThat(new String(delivery.answer(answers, "1", AT), ISO_8859_1))
                .as(what)
                .contains("MSA");
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] message = seed.clone();
        for (int changes = random.nextInt(10); changes >= 0 && message.length > 0; changes--) {
            int at = random.nextInt(message.length);
            int to = Math.min(message.length, at + 1 + random.nextInt(12));
            switch (random.nextInt(8)) {
                case 0 -> message[at] = (byte) random.nextInt(256);
                case 1, 2 -> message[at] = MARKS[random.nextInt(MARKS.length)];
                case 3 -> message = Arrays.copyOf(message, at);
                case 4 -> message = spliced(message, at, Arrays.copyOfRange(message, at, to));
                case 5, 6 ->
                    message = spliced(message, at, FRAGMENTS[random.nextInt(FRAGMENTS.length)].getBytes(ISO_8859_1));
                default ->
                    message = spliced(
                            message,
                            at,
                            "|^~&\r"
                                    .substring(random.nextInt(5))
                                    .repeat(random.nextInt(90))
                                    .getBytes(US_ASCII));
            }
        }
        return message;
    }

    private static byte[] spliced(byte[] message, int at, byte[] in) {
        byte[] longer = Arrays.copyOf(message, message.length + in.length);
        System.arraycopy(in, 0, longer, at, in.length);
        System.arraycopy(message, at, longer, at + in.length, message.length - at);
        return longer;
    }

    private static List<byte[]> seeds() throws IOException {
        try (Stream<Path> files = Files.walk(STORIES)) {
            List<byte[]> seeds = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            return seeds;
        }
    }
}
