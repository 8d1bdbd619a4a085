package org.carerrecord.councilcase;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.carerrecord.councilcase.clientlevel.CarersCase;
import org.carerrecord.councilcase.clientlevel.ClientLevelRow;
import org.carerrecord.councilcase.clientlevel.ClientLevelRows;
import org.carerrecord.councilcase.clientlevel.ClientLevelWriter;
import org.carerrecord.councilcase.clientlevel.Submission;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.junit.jupiter.api.Test;

/** In, out and in again: what a council's return says of carers is written as it was read, and read as it was. */
class RoundTripTest {

    private static final Submission QUARTER =
            new Submission("999", "ZL1", LocalDate.of(2026, 7, 1), LocalDate.of(2026, 9, 30));

    private static final FhirContext FHIR = FhirContext.forR4();

    @Test
    void validRowsOfCarersComeOutAsTheyWentIn() throws IOException {
        Random random = new Random(20261122);
        for (int run = 0; run < 500; run++) {
            List<ClientLevelRow> rows = RandomCarer.rows(random);
            String in = csv(rows);

            List<Understood> understood = new ArrayList<>();
            String out = csv(written(in, understood));
            assertThat(out).as("seed 20261122, run " + run).isEqualTo(in);

            List<Understood> again = new ArrayList<>();
            written(out, again);
            assertThat(again.stream().map(RoundTripTest::json).toList())
                    .isEqualTo(understood.stream().map(RoundTripTest::json).toList());
        }
    }

    @Test
    void aRowThatLacksWhatItMustHaveHasALine() throws IOException {
        Random random = new Random(1122);
        for (int run = 0; run < 500; run++) {
            List<ClientLevelRow> rows = RandomCarer.rows(random);
            Map<Field, String> cells = new EnumMap<>(rows.getFirst().cells());
            Field lacking = RandomCarer.mandatoryOfEveryEvent(random);
            if (cells.remove(lacking) == null || !cells.containsKey(Field.EVENT_TYPE)) {
                continue;
            }
            Remembered record = new Remembered(StoriesTest.COUNCIL);
            read(csv(List.of(new ClientLevelRow(cells)))).forEach(record::take);
            Mapped<List<ClientLevelRow>> out =
                    new ClientLevelRows(QUARTER).of(record.carers().getFirst());
            assertThat(out.value()).as(lacking.heading()).isEmpty();
            assertThat(out.losses())
                    .anySatisfy(loss -> assertThat(loss.reason()).contains(lacking.heading() + " is missing"));
        }
    }

    private static List<ClientLevelRow> written(String csv, List<Understood> understood) {
        Remembered record = new Remembered(StoriesTest.COUNCIL);
        for (Understood message : read(csv)) {
            understood.add(message);
            record.take(message);
        }
        List<ClientLevelRow> rows = new ArrayList<>();
        for (CarersCase carer : record.carers()) {
            Mapped<List<ClientLevelRow>> mapped = new ClientLevelRows(QUARTER).of(carer);
            assertThat(mapped.losses()).isEmpty();
            rows.addAll(mapped.value());
        }
        return rows;
    }

    private static List<Understood> read(String csv) {
        List<Understood> messages = new ArrayList<>();
        CouncilExtract.csv(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), StoriesTest.COUNCIL, read -> {})
                .forEachRemaining(rows -> {
                    Mapped<Understood> mapped = rows.understand();
                    assertThat(mapped.losses()).isEmpty();
                    messages.add(mapped.value());
                });
        return messages;
    }

    private static String csv(List<ClientLevelRow> rows) throws IOException {
        StringBuilder csv = new StringBuilder();
        ClientLevelWriter writer = new ClientLevelWriter(csv);
        for (ClientLevelRow row : rows) {
            writer.write(row);
        }
        return csv.toString();
    }

    private static String json(Understood understood) {
        StringBuilder json = new StringBuilder();
        for (Said said : understood.said()) {
            json.append(said.key()).append(FHIR.newJsonParser().encodeResourceToString(said.resource()));
        }
        return json.toString();
    }
}
