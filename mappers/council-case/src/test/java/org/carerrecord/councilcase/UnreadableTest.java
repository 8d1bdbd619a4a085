package org.carerrecord.councilcase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.stories.Fuzzing;
import org.carerrecord.stories.Mutations;
import org.carerrecord.stories.Story;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, there are results or a fault, soon and in little memory, and neither repeats what people are called. */
class UnreadableTest {

    private static final int EXTRACTS = Integer.getInteger("fuzz.extracts", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261122);

    private static final String HEADER = "person_id,last_name,first_name,extracted_at\n";

    private static final List<byte[]> MARKS = Mutations.marks(
            ",", ";", "|", "\t", "\"", "\n", "\r", "{", "}", "[", "]", ":", "0", "/", "-", "\0", "\"\"");

    private record Seed(boolean json, byte[] bytes) {}

    @Test
    void mutatedExtractsEndInResultsOrAFault() throws IOException {
        List<Seed> seeds = seeds();
        AtomicLong understood = new AtomicLong();
        Fuzzing.read(EXTRACTS, SEED, random -> {
            Mutations mutations = new Mutations(random, MARKS);
            return () -> {
                Seed seed = seeds.get(random.nextInt(seeds.size()));
                Seed mutated = new Seed(seed.json(), mutations.of(seed.bytes()));
                return () -> read(mutated, understood);
            };
        });
        assertThat(understood).as("most rows are still understood").hasValueGreaterThan(EXTRACTS / 2);
    }

    private static void read(Seed extract, AtomicLong understood) {
        CouncilExtract people = open(extract);
        while (people.hasNext()) {
            PersonRows rows = people.next();
            assertThat(rows.raw()).isNotEmpty();
            try {
                Mapped<Understood> mapped = rows.understand();
                assertThat(mapped.value().said()).isNotEmpty();
                mapped.losses().forEach(loss -> assertThat(loss.place()).isNotBlank());
                understood.incrementAndGet();
            } catch (Fault expected) {
                assertThat(expected.place()).isNotBlank();
            }
        }
    }

    private static CouncilExtract open(Seed extract) {
        InputStream in = new ByteArrayInputStream(extract.bytes());
        return extract.json()
                ? CouncilExtract.json(in, StoriesTest.COUNCIL, read -> {})
                : CouncilExtract.csv(in, StoriesTest.COUNCIL, read -> {});
    }

    @Test
    void aQuotationMarkLeftOpenStopsBeforeItFillsTheMemory() {
        String row = "C1002,\"Marlow,Tom,2026-10-01\n";
        InputStream endless = new Repeated(HEADER + "C1001,Marlow,Edith,2026-10-01\n" + row, row.replace("\"", ""));
        CouncilExtract people = CouncilExtract.csv(endless, StoriesTest.COUNCIL, read -> {});
        assertThat(people.next().first()).isEqualTo(1);
        assertThatExceptionOfType(Fault.class).isThrownBy(people::next).satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(FaultKind.TOO_LARGE);
            assertThat(fault.place()).isEqualTo("row 2");
        });
        assertThat(people.hasNext()).isFalse();
    }

    @Test
    void aQuarterOfAMillionRowsAreReadInConstantMemoryWithProgress() {
        AtomicLong progress = new AtomicLong();
        InputStream rows =
                new Repeated(HEADER, "C1001,Marlow,Edith,2026-10-01\nC1002,Marlow,Tom,2026-10-01\n", 125_000);
        CouncilExtract people = CouncilExtract.csv(rows, StoriesTest.COUNCIL, progress::set);
        long before = held();
        long messages = 0;
        long most = 0;
        while (people.hasNext()) {
            people.next();
            messages++;
            if (messages % 50_000 == 0) {
                most = Math.max(most, held() - before);
            }
        }
        assertThat(messages).isEqualTo(250_000);
        assertThat(progress).hasValue(250_000);
        assertThat(most).as("what more is held").isLessThan(8L << 20);
    }

    private static long held() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aRunOfOnePersonIsCut() {
        InputStream rows = new Repeated(HEADER, "C1001,Marlow,Edith,2026-10-01\n", 1_201);
        CouncilExtract people = CouncilExtract.csv(rows, StoriesTest.COUNCIL, read -> {});
        List<Long> lasts = new ArrayList<>();
        people.forEachRemaining(run -> lasts.add(run.last()));
        assertThat(lasts).containsExactly(500L, 1_000L, 1_201L);
    }

    @Test
    void neitherFaultsNorLossesRepeatContent() throws IOException {
        for (Story story : StoriesTest.stories()) {
            for (String told : List.of("losses.txt", "refused.txt", "omitted.txt")) {
                assertThat(Files.readString(story.folder().resolve(told)))
                        .as(story + " " + told)
                        .doesNotContainIgnoringCase("marlow", "rahman", "hale", "müller", "nowak", "okoro", "99900");
            }
        }
    }

    private static List<Seed> seeds() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (Story story : StoriesTest.stories()) {
            for (Path extract : story.messages(StoriesTest.EXTRACTS)) {
                seeds.add(new Seed(Story.name(extract).endsWith(".json"), Files.readAllBytes(extract)));
            }
        }
        return seeds;
    }

    /** A beginning, then the same text again and again. */
    private static final class Repeated extends InputStream {

        private final byte[] again;
        private byte[] now;
        private int at;
        private long left;

        Repeated(String beginning, String again) {
            this(beginning, again, Long.MAX_VALUE);
        }

        Repeated(String beginning, String again, long times) {
            this.now = beginning.getBytes(StandardCharsets.UTF_8);
            this.again = again.getBytes(StandardCharsets.UTF_8);
            this.left = times;
        }

        @Override
        public int read() {
            if (at == now.length) {
                if (left == 0) {
                    return -1;
                }
                left--;
                now = again;
                at = 0;
            }
            return now[at++];
        }

        @Override
        public int read(byte[] into, int from, int length) {
            for (int count = 0; count < length; count++) {
                int next = read();
                if (next < 0) {
                    return count == 0 ? -1 : count;
                }
                into[from + count] = (byte) next;
            }
            return length;
        }
    }
}
