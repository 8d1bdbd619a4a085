package org.carerrecord.councilcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.carerrecord.councilcase.clientlevel.CarersCase;
import org.carerrecord.councilcase.clientlevel.ClientLevelRow;
import org.carerrecord.councilcase.clientlevel.ClientLevelRows;
import org.carerrecord.councilcase.clientlevel.ClientLevelWriter;
import org.carerrecord.councilcase.clientlevel.Submission;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Story;
import org.carerrecord.stories.Told;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder below {@code test-data/council-case}: its extracts in the order of their names, what each person's rows say (as
 * FHIR and as statements with their keys), what was lost or refused; and what the council could return to the national data
 * set of the quarter to the end of September 2026, with a line for each row that could not be made.
 */
class StoriesTest {

    static final String KIND = "council-case";

    /** Not the golden files of what was understood. */
    static final String EXTRACTS = "\\d-[a-z0-9-]+\\.(csv|json)";

    static final Sender COUNCIL = new Sender("ZL1", "Wenbury Council");

    private static final Submission QUARTER =
            new Submission("999", "ZL1", LocalDate.of(2026, 7, 1), LocalDate.of(2026, 9, 30));

    static List<Story> stories() throws IOException {
        return Story.all(KIND);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isUnderstoodAsExpected(Story story) throws IOException {
        List<String> losses = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Remembered record = new Remembered(COUNCIL);
        for (Path extract : story.messages(EXTRACTS)) {
            String file = Story.name(extract);
            Bundle messages = new Bundle().setType(BundleType.COLLECTION);
            List<String> statements = new ArrayList<>();
            try (InputStream in = Files.newInputStream(extract)) {
                CouncilExtract people = open(extract, in);
                while (people.hasNext()) {
                    PersonRows rows = people.next();
                    statements.add("rows " + rows.first() + " to " + rows.last());
                    try {
                        Mapped<Understood> understood = rows.understand();
                        messages.addEntry().setResource(Told.bundle(understood.value()));
                        statements.addAll(Told.statements(understood.value()));
                        understood.losses().forEach(loss -> losses.add(file + " " + Told.line(loss)));
                        record.take(understood.value());
                    } catch (Fault fault) {
                        faults.add(file + " " + Told.line(fault));
                    }
                }
            } catch (Fault fault) {
                faults.add(file + " " + Told.line(fault));
            }
            story.check(Story.stem(extract) + ".understood.json", Told.json(messages));
            story.check(Story.stem(extract) + ".statements.txt", Told.lines(statements));
        }
        story.check("losses.txt", Told.lines(losses));
        story.check("refused.txt", Told.lines(faults));
        out(story, record);
    }

    private static void out(Story story, Remembered record) throws IOException {
        StringBuilder csv = new StringBuilder();
        ClientLevelWriter writer = new ClientLevelWriter(csv);
        List<String> omitted = new ArrayList<>();
        int number = 0;
        for (CarersCase carer : record.carers()) {
            number++;
            Mapped<List<ClientLevelRow>> rows = new ClientLevelRows(QUARTER).of(carer);
            for (ClientLevelRow row : rows.value()) {
                writer.write(row);
            }
            for (Loss loss : rows.losses()) {
                omitted.add("carer " + number + ", " + Told.line(loss));
            }
        }
        story.check("client-level-data.csv", csv.toString());
        story.check("omitted.txt", Told.lines(omitted));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isWhole(Story story) throws IOException {
        story.checkWhole(story.messages(EXTRACTS));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void saysTheSameWhenItsKeptRowsAreReadAgain(Story story) throws IOException {
        for (Path extract : story.messages(EXTRACTS)) {
            try (InputStream in = Files.newInputStream(extract)) {
                CouncilExtract people = open(extract, in);
                while (people.hasNext()) {
                    PersonRows rows = people.next();
                    CouncilExtract again =
                            CouncilExtract.json(new ByteArrayInputStream(rows.raw()), COUNCIL, read -> {});
                    assertThat(told(again.next())).isEqualTo(told(rows));
                }
            } catch (Fault endsTheExtract) {
                assertThat(Files.readString(story.folder().resolve("refused.txt")))
                        .contains(endsTheExtract.place());
            }
        }
    }

    private static String told(PersonRows rows) {
        try {
            return Told.json(Told.bundle(rows.understand().value()));
        } catch (Fault fault) {
            return fault.kind().toString();
        }
    }

    static CouncilExtract open(Path extract, InputStream in) {
        return Story.name(extract).endsWith(".json")
                ? CouncilExtract.json(in, COUNCIL, read -> {})
                : CouncilExtract.csv(in, COUNCIL, read -> {});
    }
}
