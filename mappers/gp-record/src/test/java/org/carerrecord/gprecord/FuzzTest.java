package org.carerrecord.gprecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, there is a result or a fault, soon and in little memory, and neither faults nor losses repeat what people are
 * called. {@code -Dfuzz.documents=1000000} tries more, {@code -Dfuzz.seed=...} others.
 */
class FuzzTest {

    private static final int DOCUMENTS = Integer.getInteger("fuzz.documents", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261122);

    private static final long MOST_BYTES = 64L << 20;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final List<String> PIECES = List.of(
            "\"Patient\"",
            "\"RelatedPerson\"",
            "\"Flag\"",
            "null",
            "[]",
            "{}",
            "true",
            "-1e999",
            "\"\"",
            "[[[[",
            "{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"224484003\"}]}",
            "\"2020-13-45\"",
            "\"extension\":[{}],",
            "<extension/>",
            "value=\"\"",
            "\uD83D\uDE00",
            "\\u0000",
            "]]>",
            "<!--");

    private static final Pattern PERSONAL =
            Pattern.compile("\"?(?:family|given|line|city)\"?(?:\\s*:\\s*\\[?\\s*\"| value=\")([^\"]{4,})\"");

    @Test
    void mutatedDocumentsEndInAResultOrAFault() throws IOException {
        Random random = new Random(SEED);
        List<byte[]> seeds = seeds();
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int run = 0; run < DOCUMENTS; run++) {
            byte[] document = mutated(seeds.get(random.nextInt(seeds.size())), random);
            Optional<String> version = List.of(Optional.<String>empty(), Optional.of("3.0"), Optional.of("4.0"))
                    .get(random.nextInt(3));
            long allocated = memory.getCurrentThreadAllocatedBytes();
            long began = System.nanoTime();
            end(document, version, run);
            // The first ones read HAPI's models.
            if (run > 1_000) {
                assertThat(memory.getCurrentThreadAllocatedBytes() - allocated)
                        .as("bytes of document " + run)
                        .isLessThan(MOST_BYTES);
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .as("time of document " + run)
                        .isLessThan(LONGEST);
            }
        }
    }

    private static void end(byte[] document, Optional<String> version, int run) {
        try {
            Mapped<Understood> understood = Story.RECORDS.understand(document, version, Story.PRACTICE);
            understood.losses().forEach(loss -> assertThat(loss.place()).isNotBlank());
        } catch (Fault expected) {
            assertThat(expected.place()).isNotBlank();
        } catch (RuntimeException | StackOverflowError mistake) {
            throw new AssertionError("document " + run, mistake);
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] document = seed;
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && document.length > 0; i++) {
            int at = random.nextInt(document.length);
            document = switch (random.nextInt(6)) {
                case 0 -> replaced(document, at, 1, new byte[] {(byte) random.nextInt(256)});
                case 1 -> replaced(document, at, random.nextInt(12), new byte[0]);
                case 2 ->
                    replaced(
                            document,
                            at,
                            random.nextInt(12),
                            PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
                case 3 -> {
                    int from = random.nextInt(document.length);
                    int to = Math.min(document.length, from + random.nextInt(200));
                    yield replaced(document, at, 0, Arrays.copyOfRange(document, from, to));
                }
                case 4 -> swapped(document, random);
                default -> random.nextInt(8) == 0 ? Arrays.copyOf(document, at) : document;
            };
        }
        return document;
    }

    /** One quoted text in place of another: the document stays well-formed and says something else. */
    private static byte[] swapped(byte[] document, Random random) {
        List<int[]> quoted = new ArrayList<>();
        for (int open = -1, i = 0; i < document.length; i++) {
            if (document[i] == '"' && open < 0) {
                open = i;
            } else if (document[i] == '"') {
                quoted.add(new int[] {open, i + 1});
                open = -1;
            }
        }
        if (quoted.isEmpty()) {
            return document;
        }
        int[] one = quoted.get(random.nextInt(quoted.size()));
        int[] other = quoted.get(random.nextInt(quoted.size()));
        return replaced(document, one[0], one[1] - one[0], Arrays.copyOfRange(document, other[0], other[1]));
    }

    private static byte[] replaced(byte[] document, int at, int length, byte[] by) {
        int end = Math.min(document.length, at + length);
        byte[] result = new byte[at + by.length + document.length - end];
        System.arraycopy(document, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(document, end, result, at + by.length, document.length - end);
        return result;
    }

    @Test
    void lossesAndFaultsNameNobody() throws IOException {
        for (byte[] seed : seeds()) {
            Set<String> personal = new HashSet<>();
            Matcher words = PERSONAL.matcher(new String(seed, StandardCharsets.UTF_8));
            while (words.find()) {
                personal.add(words.group(1));
            }
            for (String text : texts(seed)) {
                assertThat(personal).as(text).noneMatch(text::contains);
                assertThat(text).doesNotContain("999000");
            }
        }
    }

    private static List<String> texts(byte[] seed) {
        try {
            return Story.RECORDS.understand(seed, Optional.empty(), Story.PRACTICE).losses().stream()
                    .map(Loss::toString)
                    .toList();
        } catch (Fault fault) {
            return List.of(String.valueOf(fault.getMessage()));
        }
    }

    @Test
    void floodsEndSoon() {
        for (String flood : List.of(
                "{\"resourceType\":",
                "[",
                "{\"resourceType\":\"Bundle\",\"entry\":[",
                "<Bundle xmlns=\"http://hl7.org/fhir\">",
                "\"",
                " ",
                "9")) {
            byte[] document = flood.repeat(1_000_000 / flood.length()).getBytes(StandardCharsets.UTF_8);
            Assertions.assertTimeoutPreemptively(LONGEST, () -> assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> Story.RECORDS.understand(document, Optional.empty(), Story.PRACTICE)));
        }
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path story : Story.all()) {
            for (Path record : Story.records(story)) {
                seeds.add(Files.readAllBytes(record));
            }
        }
        return seeds;
    }
}
