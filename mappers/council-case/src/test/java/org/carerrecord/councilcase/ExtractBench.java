package org.carerrecord.councilcase;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.carerrecord.councilcase.clientlevel.ClientLevelRow;
import org.carerrecord.councilcase.clientlevel.ClientLevelWriter;
import org.carerrecord.councilcase.row.Field;

/** Rows of Client Level Data a second, from bytes to FHIR resources, on one core: run by {@code make bench-council}. */
final class ExtractBench {

    private static final int CARERS = 30_000;
    private static final int ROUNDS = 8;

    private ExtractBench() {}

    public static void main(String[] arguments) throws IOException {
        byte[] extract = extract();
        for (int round = 1; round <= ROUNDS; round++) {
            long begin = System.nanoTime();
            long[] rows = {0};
            long[] resources = {0};
            CouncilExtract.csv(new ByteArrayInputStream(extract), StoriesTest.COUNCIL, read -> rows[0] = read)
                    .forEachRemaining(person ->
                            resources[0] += person.understand().value().said().size());
            double seconds = (System.nanoTime() - begin) / 1e9;
            // The figures are what the program is run for.
            System.out.println(String.format(
                    Locale.ROOT,
                    "round %d: %,d rows (%,d bytes), %,d resources, %,.0f rows a second",
                    round,
                    rows[0],
                    extract.length,
                    resources[0],
                    rows[0] / seconds));
        }
    }

    private static byte[] extract() throws IOException {
        Random random = new Random(20261122);
        StringBuilder csv = new StringBuilder();
        ClientLevelWriter writer = new ClientLevelWriter(csv);
        for (int carer = 0; carer < CARERS; carer++) {
            for (ClientLevelRow row : RandomCarer.rows(random)) {
                Map<Field, String> cells = new EnumMap<>(row.cells());
                cells.put(Field.LA_PERSON_UNIQUE_IDENTIFIER, "C" + (100_000 + carer));
                writer.write(new ClientLevelRow(cells));
            }
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
