package org.carerrecord.gprecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Story;

/** Records of general practice a second, from bytes to FHIR resources, on one core: run by {@code make bench-gp}. */
final class RecordBench {

    private static final int ROUNDS = 6;
    private static final int TIMES = 200;

    private RecordBench() {}

    private record Sent(byte[] raw, Optional<String> version) {}

    public static void main(String[] arguments) throws IOException {
        List<Sent> records = records();
        long bytes = records.stream().mapToLong(record -> record.raw().length).sum();
        for (int round = 1; round <= ROUNDS; round++) {
            long begin = System.nanoTime();
            long resources = 0;
            for (int time = 0; time < TIMES; time++) {
                for (Sent record : records) {
                    resources += Practice.RECORDS
                            .understand(record.raw(), record.version(), Practice.PRACTICE)
                            .value()
                            .said()
                            .size();
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            // The figures are what the program is run for.
            System.out.println(String.format(
                    Locale.ROOT,
                    "round %d: %,d records (%,d bytes), %,d resources, %,.0f records a second",
                    round,
                    (long) records.size() * TIMES,
                    bytes * TIMES,
                    resources,
                    records.size() * TIMES / seconds));
        }
    }

    /** Those of the stories that are taken. */
    private static List<Sent> records() throws IOException {
        List<Sent> records = new ArrayList<>();
        for (Story story : Story.all("gp-record")) {
            for (Path file : story.messages(Practice.MESSAGES)) {
                Sent record = new Sent(Files.readAllBytes(file), Story.fhirVersion(file));
                if (isTaken(record)) {
                    records.add(record);
                }
            }
        }
        return records;
    }

    private static boolean isTaken(Sent record) {
        try {
            Practice.RECORDS.understand(record.raw(), record.version(), Practice.PRACTICE);
            return true;
        } catch (Fault refused) {
            return false;
        }
    }
}
