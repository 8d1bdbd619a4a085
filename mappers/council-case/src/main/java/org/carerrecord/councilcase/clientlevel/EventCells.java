package org.carerrecord.councilcase.clientlevel;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;

/** The modules Events of a row: what a Task says of a request, an assessment, a service or a review. */
final class EventCells {

    private EventCells() {}

    /** Whether the Task is an event of Client Level Data. */
    static boolean isClientLevel(Task event) {
        return event.getCode().getCoding().stream()
                .anyMatch(coding -> ValueLists.system(Field.EVENT_TYPE).equals(coding.getSystem()));
    }

    static boolean isOfServiceUser(Task event) {
        return clientType(event).filter(type -> !type.isCarer()).isPresent();
    }

    /** Said to be, or a service that only carers have. */
    static boolean isOfCarer(Task event) {
        return clientType(event).filter(ClientType::isCarer).isPresent()
                || of(event, "").getOrDefault(Field.SERVICE_TYPE, "").startsWith("Unpaid carer support");
    }

    private static Optional<ClientType> clientType(Task event) {
        return Optional.ofNullable(of(event, "").get(Field.CLIENT_TYPE)).flatMap(ClientType::of);
    }

    /** @param ods the council by whose number the event is known */
    static Map<Field, String> of(Task event, String ods) {
        Map<Field, String> cells = new EnumMap<>(Field.class);
        Cells.of(Field.EVENT_TYPE, event.getCode()).ifPresent(type -> cells.put(Field.EVENT_TYPE, type));
        event.getIdentifier().stream()
                .filter(number -> Systems.local(ods, "event").equals(number.getSystem()))
                .findFirst()
                .ifPresent(number -> cells.put(Field.EVENT_REFERENCE, number.getValue()));
        Period period = event.getExecutionPeriod();
        if (period.getStart() != null) {
            cells.put(Field.EVENT_START_DATE, day(period.getStartElement().getValueAsString()));
        }
        if (period.getEnd() != null) {
            cells.put(Field.EVENT_END_DATE, day(period.getEndElement().getValueAsString()));
        }
        if (event.hasDescription()) {
            cells.put(Field.EVENT_DESCRIPTION, event.getDescription());
        }
        Cells.of(Field.EVENT_OUTCOME, event.getBusinessStatus())
                .ifPresent(outcome -> cells.put(Field.EVENT_OUTCOME, outcome));
        for (ParameterComponent input : event.getInput()) {
            input.getType().getCoding().stream()
                    .filter(coding -> Canonical.CodeSystem.CLIENT_LEVEL_DATA.equals(coding.getSystem()))
                    .flatMap(coding -> ValueLists.field(coding.getCode()).stream())
                    .forEach(field -> Cells.of(field, input.getValue()).ifPresent(cell -> cells.put(field, cell)));
        }
        return cells;
    }

    private static String day(String dateTime) {
        return dateTime.length() > 10 ? dateTime.substring(0, 10) : dateTime;
    }
}
