package org.carerrecord.councilcase.resource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.councilcase.clientlevel.ValueLists;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.councilcase.row.RowKind;
import org.carerrecord.mapping.Said;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.hl7.fhir.r4.model.Type;

/**
 * A request, assessment, service or review to Task: in R4 only Task has all that such a row says, which is the work, its
 * span, what came of it, and typed details.
 */
final class EventMapper {

    /** In a Task's inputs, in this order. */
    private static final List<Field> DETAILS = List.of(
            Field.CLIENT_TYPE,
            Field.REQUEST_ROUTE_OF_ACCESS,
            Field.ASSESSMENT_TYPE,
            Field.ELIGIBLE_NEEDS_IDENTIFIED,
            Field.METHOD_OF_ASSESSMENT,
            Field.SERVICE_TYPE,
            Field.SERVICE_COMPONENT,
            Field.DELIVERY_MECHANISM,
            Field.PROVIDER_CQC_LOCATION_ID,
            Field.PROVIDER_CQC_LOCATION_NAME,
            Field.REVIEW_REASON,
            Field.REVIEW_OUTCOMES_ACHIEVED,
            Field.METHOD_OF_REVIEW,
            Field.UNIT_COST,
            Field.COST_FREQUENCY_UNIT_TYPE,
            Field.PLANNED_UNITS_PER_WEEK);

    private static final Set<Field> OF_A_LIST = Set.of(Field.CLIENT_TYPE, Field.SERVICE_TYPE, Field.DELIVERY_MECHANISM);

    private static final Set<Field> NUMBERS = Set.of(Field.UNIT_COST, Field.PLANNED_UNITS_PER_WEEK);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(?:\\.\\d{1,6})?");

    private final Telling telling;
    private final RowLosses losses;

    EventMapper(Telling telling, RowLosses losses) {
        this.telling = telling;
        this.losses = losses;
    }

    /** The event of a row; a row of a carer known by association has none, whatever it says. */
    Optional<Said> map(Row row, String link) {
        Optional<String> event = event(row);
        if (event.isPresent() && ClientTypes.isByAssociation(row)) {
            losses.add(row, Field.EVENT_TYPE, "a carer known by association has no event");
            return Optional.empty();
        }
        return event.map(type -> new Said(link, key(type, row), task(type, row)));
    }

    private Optional<String> event(Row row) {
        if (row.kind().isEvent()) {
            return Optional.of(word(row.kind()));
        }
        if (row.kind() != RowKind.CLIENT_LEVEL) {
            return Optional.empty();
        }
        Optional<String> said = row.text(Field.EVENT_TYPE);
        Optional<String> type = said.flatMap(word -> ValueLists.value(Field.EVENT_TYPE, word));
        if (said.isPresent() && type.isEmpty()) {
            losses.add(row, Field.EVENT_TYPE, "an event is a Request, Assessment, Service or Review");
        } else if (said.isEmpty() && row.says(Field.EVENT_START_DATE)) {
            losses.add(row, Field.EVENT_TYPE, "an event without its type is not taken");
        }
        return type;
    }

    private static String word(RowKind kind) {
        return switch (kind) {
            case REQUEST -> "Request";
            case ASSESSMENT -> "Assessment";
            case SERVICE -> "Service";
            default -> "Review";
        };
    }

    /** The event's own number, or else what does not change while it lasts: when it began, and of what kind it is. */
    private static String key(String type, Row row) {
        return row.text(Field.EVENT_REFERENCE)
                .map(reference -> type + "|" + reference)
                .orElseGet(() -> Stream.of(
                                Field.EVENT_START_DATE,
                                Field.ASSESSMENT_TYPE,
                                Field.SERVICE_TYPE,
                                Field.SERVICE_COMPONENT,
                                Field.REVIEW_REASON)
                        .map(field -> row.text(field).orElse(""))
                        .collect(Collectors.joining("|", type + "||", "")));
    }

    private Task task(String type, Row row) {
        Task task = new Task();
        row.text(Field.EVENT_REFERENCE).ifPresent(number -> task.addIdentifier(telling.event(number)));
        Optional<Period> period = Periods.of(row, losses);
        task.setStatus(period.filter(Period::hasEnd).isPresent() ? TaskStatus.COMPLETED : TaskStatus.INPROGRESS);
        outcome(row).ifPresent(task::setBusinessStatus);
        task.setIntent(TaskIntent.ORDER);
        task.setCode(new CodeableConcept(ValueLists.coding(Field.EVENT_TYPE, type)));
        row.text(Field.EVENT_DESCRIPTION).ifPresent(task::setDescription);
        task.setFor(new Reference(Said.PATIENT));
        period.ifPresent(task::setExecutionPeriod);
        task.setOwner(telling.council().reference());
        for (Field field : DETAILS) {
            value(row, field)
                    .ifPresent(value -> task.addInput().setType(field(field)).setValue(value));
        }
        return task;
    }

    private Optional<CodeableConcept> outcome(Row row) {
        return Values.concept(row, Field.EVENT_OUTCOME, losses);
    }

    /** A field of Client Level Data as the type of an input. */
    static CodeableConcept field(Field field) {
        return new CodeableConcept(new Coding(Canonical.CodeSystem.CLIENT_LEVEL_DATA, field.heading(), null));
    }

    private Optional<Type> value(Row row, Field field) {
        if (OF_A_LIST.contains(field)) {
            return Values.concept(row, field, losses).map(concept -> concept);
        }
        Optional<String> said = row.text(field);
        if (!NUMBERS.contains(field) || said.isEmpty()) {
            return said.map(StringType::new);
        }
        Optional<Type> number = number(said.get());
        if (number.isEmpty()) {
            losses.add(row, field, "not a number");
        }
        return number;
    }

    /** Pounds may have their sign and thousands their comma. */
    private static Optional<Type> number(String said) {
        String digits = said.replace("£", "").replace(",", "").strip();
        return NUMBER.matcher(digits).matches()
                ? Optional.of(new DecimalType(new BigDecimal(digits)))
                : Optional.empty();
    }
}
