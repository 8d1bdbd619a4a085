package org.carerrecord.gprecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.mapping.Loss;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Fuzzing;
import org.carerrecord.stories.Mutations;
import org.carerrecord.stories.Story;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, there is a result or a fault, soon and in little memory, and neither faults nor losses repeat what people are
 * called. {@code -Dfuzz.documents=1000000} tries more, {@code -Dfuzz.seed=...} others.
 */
class FuzzTest {

    private static final int DOCUMENTS = Integer.getInteger("fuzz.documents", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261122);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final List<Optional<String>> VERSIONS =
            List.of(Optional.empty(), Optional.of("3.0"), Optional.of("4.0"));

    private static final List<byte[]> PIECES = Mutations.marks(
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
        List<byte[]> seeds = Story.contents(Practice.KIND, Practice.MESSAGES);
        Fuzzing.read(DOCUMENTS, SEED, random -> {
            Mutations mutations = new Mutations(random, PIECES);
            return () -> {
                byte[] good = seeds.get(random.nextInt(seeds.size()));
                byte[] document = random.nextInt(4) == 0 ? mutations.swapped(good) : mutations.of(good);
                Optional<String> version = VERSIONS.get(random.nextInt(VERSIONS.size()));
                return () -> assertThat(Practice.RECORDS
                                .understand(document, version, Practice.PRACTICE)
                                .losses())
                        .allMatch(loss -> !loss.place().isBlank());
            };
        });
    }

    @Test
    void lossesAndFaultsNameNobody() throws IOException {
        for (byte[] seed : Story.contents(Practice.KIND, Practice.MESSAGES)) {
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
            return Practice.RECORDS.understand(seed, Optional.empty(), Practice.PRACTICE).losses().stream()
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
                    .isThrownBy(() -> Practice.RECORDS.understand(document, Optional.empty(), Practice.PRACTICE)));
        }
    }
}
