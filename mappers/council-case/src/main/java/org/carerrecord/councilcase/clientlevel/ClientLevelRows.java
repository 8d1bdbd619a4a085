package org.carerrecord.councilcase.clientlevel;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;

/**
 * A carer to the rows of Client Level Data, release 2: a row for each event within the period; without any, one row that
 * links a carer known by association to those they care for.
 *
 * <p>Never a young carer (carer-model.md, the agreement 4): somebody under 18 on the last day of the period.
 */
public final class ClientLevelRows {

    private static final int ADULT = 18;

    private final Submission submission;
    private final PersonCells person;
    private final CaringCells caring;

    public ClientLevelRows(Submission submission) {
        this.submission = submission;
        this.person = new PersonCells(submission);
        this.caring = new CaringCells(submission, person);
    }

    /**
     * The rows that can be made, and a line for each that cannot and why: at {@code carer} when there is none for the carer at
     * all, else at {@code Task[n]} by its place among the events, from 1, or at one of its fields when only that is left out.
     */
    public Mapped<List<ClientLevelRow>> of(CarersCase known) {
        if (isYoung(known.carer())) {
            return none("a carer who is under 18, or of whom no birth date says otherwise, is never reported");
        }
        List<ClientLevelRow> rows = new ArrayList<>();
        List<Loss> omitted = new ArrayList<>();
        Map<Field, String> common = person.of(known);
        common.putAll(caring.of(known, omitted));
        List<Task> events = known.events();
        int due = 0;
        for (int at = 0; at < events.size(); at++) {
            Task event = events.get(at);
            if (EventCells.isClientLevel(event) && isWithin(event)) {
                due += EventCells.isOfServiceUser(event) ? 0 : 1;
                row(common, event, "Task[" + (at + 1) + "]", omitted).ifPresent(rows::add);
            }
        }
        if (due == 0) {
            byAssociation(common, omitted).ifPresent(rows::add);
        }
        return new Mapped<>(rows, omitted);
    }

    private static Mapped<List<ClientLevelRow>> none(String reason) {
        return new Mapped<>(List.of(), List.of(new Loss("carer", reason)));
    }

    private boolean isYoung(Patient carer) {
        return day(carer.getBirthDateElement())
                .filter(born -> ChronoUnit.YEARS.between(born, submission.to()) >= ADULT)
                .isEmpty();
    }

    private boolean isWithin(Task event) {
        Optional<LocalDate> start = day(event.getExecutionPeriod().getStartElement());
        Optional<LocalDate> end = day(event.getExecutionPeriod().getEndElement());
        return start.filter(date -> date.isAfter(submission.to())).isEmpty()
                && end.filter(date -> date.isBefore(submission.from())).isEmpty();
    }

    /** The day in England, or the last day that a month or year can mean. */
    static Optional<LocalDate> day(BaseDateTimeType date) {
        if (!date.hasValue()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (date.getPrecision()) {
                    case YEAR -> LocalDate.of(date.getYear(), 12, 31);
                    case MONTH ->
                        LocalDate.of(date.getYear(), date.getMonth() + 1, 1)
                                .plusMonths(1)
                                .minusDays(1);
                    case DAY -> LocalDate.parse(date.getValueAsString());
                    default -> LocalDate.ofInstant(date.getValue().toInstant(), StatedTime.ENGLAND);
                });
    }

    private Optional<ClientLevelRow> row(Map<Field, String> common, Task event, String place, List<Loss> omitted) {
        if (EventCells.isOfServiceUser(event)) {
            return Optional.empty();
        }
        if (!EventCells.isOfCarer(event)) {
            omitted.add(new Loss(place, "it does not say whether it is for the person as a carer"));
            return Optional.empty();
        }
        Map<Field, String> cells = new EnumMap<>(common);
        cells.putAll(EventCells.of(event, submission.ods()));
        cells.put(Field.CLIENT_TYPE, ClientType.CARER.value());
        return valid(cells, place, omitted);
    }

    private Optional<ClientLevelRow> byAssociation(Map<Field, String> common, List<Loss> omitted) {
        if (!common.containsKey(Field.ADULT_1_LINKED_PERSON_ID)) {
            omitted.add(
                    new Loss("carer", "no event in the period, and nobody cared for who is a client: no row is due"));
            return Optional.empty();
        }
        Map<Field, String> cells = new EnumMap<>(common);
        cells.put(Field.CLIENT_TYPE, ClientType.CARER_BY_ASSOCIATION.value());
        return valid(cells, "carer", omitted);
    }

    /** A field that need not be filled and breaks its rule is left out; any other makes the row impossible. */
    private static Optional<ClientLevelRow> valid(Map<Field, String> cells, String place, List<Loss> omitted) {
        ClientLevelRow row = new ClientLevelRow(cells);
        List<String> broken = new ArrayList<>();
        for (FieldRule rule : FieldRule.ALL) {
            Optional<String> reason = rule.broken(row);
            boolean says = row.text(rule.field()).isPresent();
            if (says && !rule.applicable().holds(row)) {
                cells.remove(rule.field());
                omitted.add(new Loss(place + " " + rule.field().heading(), "it does not apply to this row"));
            } else if (says && reason.isPresent() && !rule.mandatory().holds(row)) {
                cells.remove(rule.field());
                omitted.add(new Loss(place + " " + rule.field().heading(), reason.get() + ": left empty"));
            } else {
                reason.ifPresent(broken::add);
            }
        }
        if (broken.isEmpty()) {
            return Optional.of(new ClientLevelRow(cells));
        }
        omitted.add(new Loss(place, broken.stream().collect(Collectors.joining("; "))));
        return Optional.empty();
    }
}
