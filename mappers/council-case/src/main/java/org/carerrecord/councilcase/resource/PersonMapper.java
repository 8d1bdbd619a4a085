package org.carerrecord.councilcase.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.councilcase.row.RowKind;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Patient;

/** One person's rows to what they say. */
public final class PersonMapper {

    private PersonMapper() {}

    /**
     * @param rows all of one person, at least one
     * @param council the partner whose case system it is
     * @throws Fault at the row where nothing identifies the person, two NHS numbers do, the row is not of the header's shape, or
     *     too many others are merged into the person
     */
    public static Mapped<Understood> map(List<Row> rows, Sender council) {
        Telling telling = new Telling(council);
        RowLosses losses = new RowLosses();
        Facts facts = new Facts(rows, losses);
        checkClientTypes(rows, losses);
        PatientMapper patients = new PatientMapper(telling, facts, losses);
        Patient person = patients.map();
        Set<String> emptied = patients.emptied();
        MergeMapper merges = new MergeMapper(telling, facts, losses);
        List<Said> said = new ArrayList<>();
        List<Withdrawn> withdrawn = new ArrayList<>();
        said.add(new Said(Said.PATIENT, "", person, emptied));
        CaringMapper caring = new CaringMapper(telling, facts, person, emptied, losses);
        caring.map(said, withdrawn);
        events(rows, new EventMapper(telling, losses), losses)
                .forEach(event -> said.add(new Said(Said.link(said.size() + 1), event.key(), event.resource())));
        new DetailsMapper(facts, losses)
                .map(Said.link(said.size() + 1), caring.caredFor())
                .ifPresent(said::add);
        Optional<Instant> saidAt = saidAt(rows, losses);
        rows.forEach(losses::addUnread);
        return new Mapped<>(new Understood(saidAt, said, withdrawn, merges.merged(), merges.unlinked()), losses.all());
    }

    /** Whether a row tells who cares for whom; not where a mark or a client type cannot be read. */
    public static boolean tellsWhoCares(Row row) {
        return Stream.of(Field.INFORMAL_CARER, Field.MAIN_CARER, Field.MARKED_FOR_DELETION)
                        .noneMatch(mark -> Facts.isUnread(row, mark))
                && (row.kind() != RowKind.CLIENT_LEVEL || ClientTypes.of(row).isPresent());
    }

    /** What a row says cannot be told without as whom it tells of the person. */
    private static void checkClientTypes(List<Row> rows, RowLosses losses) {
        for (Row row : rows) {
            if (row.kind() == RowKind.CLIENT_LEVEL && ClientTypes.of(row).isEmpty()) {
                losses.add(row, Field.CLIENT_TYPE, "neither a service user nor a carer: no links to adults are taken");
            }
        }
    }

    private static List<Said> events(List<Row> rows, EventMapper mapper, RowLosses losses) {
        Map<String, Said> events = new LinkedHashMap<>();
        for (Row row : rows) {
            mapper.map(row, Said.PATIENT).ifPresent(event -> {
                Said before = events.put(event.key(), event);
                if (before != null && !before.resource().equalsDeep(event.resource())) {
                    losses.add(row.place(), "an earlier row of the same event says otherwise, and is not carried");
                }
            });
        }
        return List.copyOf(events.values());
    }

    /** The latest time that the rows give: the end of the period that they report on, or when the extract was made. */
    private static Optional<Instant> saidAt(List<Row> rows, RowLosses losses) {
        Optional<Instant> latest = Optional.empty();
        for (Row row : rows) {
            Field field = row.kind() == RowKind.CLIENT_LEVEL ? Field.REPORTING_PERIOD_END_DATE : Field.EXTRACTED_AT;
            Optional<Instant> at = row.text(field).flatMap(ExtractDates::moment);
            latest = Stream.of(latest, at).flatMap(Optional::stream).max(Instant::compareTo);
        }
        if (latest.isEmpty()) {
            Row row = rows.getFirst();
            Field field = row.kind() == RowKind.CLIENT_LEVEL ? Field.REPORTING_PERIOD_END_DATE : Field.EXTRACTED_AT;
            losses.add(row, field, "no readable time says when this was so");
        }
        return latest;
    }
}
