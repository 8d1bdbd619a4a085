package org.carerrecord.hospitaldischarge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Fuzzing;
import org.carerrecord.stories.Mutations;
import org.carerrecord.stories.Story;
import org.junit.jupiter.api.Test;

/**
 * Messages that a seed makes of good ones: whatever they are, each ends in a result or a fault, soon, with less than 64 MB,
 * and is answered. {@code -Dfuzz.messages=} says how many.
 */
class FuzzTest {

    private static final int MESSAGES = Integer.getInteger("fuzz.messages", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261122);

    private static final Instant AT = Instant.parse("2026-11-20T09:31:00Z");

    private static final List<byte[]> MARKS = Mutations.marks(
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
            "|||||||||",
            "|",
            "^",
            "~",
            "\\",
            "&",
            "\r",
            "\n",
            "0",
            "A",
            " ",
            "#");

    @Test
    void everyMessageEndsInAResultOrAFault() throws IOException {
        List<byte[]> seeds = Story.contents(StoriesTest.KIND, StoriesTest.MESSAGES);
        Fuzzing.read(MESSAGES, SEED, random -> {
            Mutations mutations = new Mutations(random, MARKS);
            return () -> {
                byte[] message = random.nextInt(4) == 0
                        ? PeopleOfEveryKind.message(random).getBytes(UTF_8)
                        : seeds.get(random.nextInt(seeds.size()));
                byte[] mutated = mutations.of(message);
                return () -> ends(mutated);
            };
        });
    }

    private static void ends(byte[] raw) {
        Delivery delivery = Delivery.of(raw);
        List<byte[]> answers = new ArrayList<>();
        for (byte[] message : delivery.messages()) {
            List<AckError> told;
            try {
                Mapped<Understood> understood = AdtMessages.understand(message, StoriesTest.HOSPITAL);
                assertThat(understood.value().said().isEmpty())
                        .isEqualTo(!understood.value().unlinked().isEmpty());
                assertThat(understood.losses()).allMatch(loss -> !loss.place().isBlank());
                told = understood.losses().stream().map(AckError::of).toList();
            } catch (Fault expected) {
                assertThat(expected.place()).isNotBlank();
                told = List.of(AckError.of(expected));
            }
            Optional<AdtHeader> header = AdtMessages.header(message);
            answers.add(AdtMessages.acknowledge(header, "AA", told, "1", AT));
        }
        assertThat(new String(delivery.answer(answers, "1", AT), ISO_8859_1)).contains("MSA");
    }
}
