package org.carerrecord.hospitaldischarge.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.carerrecord.stories.Fuzzing;
import org.carerrecord.stories.Mutations;
import org.carerrecord.stories.Story;
import org.junit.jupiter.api.Test;

/**
 * Documents and notices that a seed breaks: each ends in a result or a fault, soon and with little memory. {@code
 * -Dfuzz.documents=} says how many.
 */
class DocumentFuzzTest {

    private static final int DOCUMENTS = Integer.getInteger("fuzz.documents", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261122);

    private static final List<Optional<String>> VERSIONS =
            List.of(Optional.empty(), Optional.of("1.0"), Optional.of("3.0"), Optional.of("4.0"));

    private static final List<byte[]> MARKS = Mutations.marks(
            "<td>",
            "</td>",
            "<th>Main carer</th>",
            "</table>",
            "<section/>",
            "Her son Tom is her carer.",
            "cared for by",
            "carer",
            "value=\"\"",
            "\"",
            "<",
            "&amp;",
            "&nbsp;",
            "null",
            "[]",
            "{}",
            "975841000000102",
            "975731000000100",
            "2026-13-45",
            "\u0000");

    @Test
    void everyDocumentEndsInAResultOrAFault() throws IOException {
        List<byte[]> seeds = Story.contents(Hospital.KIND, Hospital.MESSAGES);
        Fuzzing.read(DOCUMENTS, SEED, random -> {
            Mutations mutations = new Mutations(random, MARKS);
            return () -> {
                byte[] good = seeds.get(random.nextInt(seeds.size()));
                byte[] document = random.nextInt(3) == 0 ? mutations.swapped(good) : mutations.of(good);
                Optional<String> version = VERSIONS.get(random.nextInt(VERSIONS.size()));
                return () -> assertThat(Hospital.understand(document, version).losses())
                        .allMatch(loss -> !loss.place().isBlank());
            };
        });
    }
}
