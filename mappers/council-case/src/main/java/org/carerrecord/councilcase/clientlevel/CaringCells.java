package org.carerrecord.councilcase.clientlevel;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.mapping.Loss;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.jspecify.annotations.Nullable;

/** The module Carers and linked service users of a row. */
final class CaringCells {

    private static final List<Field> LINKED =
            List.of(Field.ADULT_1_LINKED_PERSON_ID, Field.ADULT_2_LINKED_PERSON_ID, Field.ADULT_3_LINKED_PERSON_ID);

    /** Whom nobody states to care is not reported as a carer. */
    private static final Set<String> NO_STATEMENT = Set.of("possible", "declined", "in-error", "unsupported");

    private static final int ADULT = 18;

    private final Submission submission;
    private final PersonCells people;

    CaringCells(Submission submission, PersonCells people) {
        this.submission = submission;
        this.people = people;
    }

    /** Cared-for people who are no clients of the council are counted and not named; further than three are counted. */
    Map<Field, String> of(CarersCase known, List<Loss> omitted) {
        List<RelatedPerson> caring = known.caring().stream()
                .filter(this::isCaring)
                .filter(related ->
                        isAdult(known.caredFor().get(related.getPatient().getReference())))
                .toList();
        Map<Field, String> cells = new EnumMap<>(Field.class);
        List<String> clients = new ArrayList<>();
        for (RelatedPerson related : caring) {
            Optional.ofNullable(known.caredFor().get(related.getPatient().getReference()))
                    .flatMap(people::clientNumber)
                    .ifPresent(clients::add);
        }
        for (int at = 0; at < Math.min(clients.size(), LINKED.size()); at++) {
            cells.put(LINKED.get(at), clients.get(at));
        }
        if (clients.size() > LINKED.size()) {
            omitted.add(new Loss("carer", "a row links to three adults; the others are only counted"));
        }
        boolean counted = PersonCells.says(known, Field.NO_OF_ADULTS_BEING_CARED_FOR);
        if (!caring.isEmpty() && !counted) {
            cells.put(Field.NO_OF_ADULTS_BEING_CARED_FOR, Integer.toString(caring.size()));
        }
        if (caring.size() == 1 && !PersonCells.says(known, Field.TOTAL_HRS_CARING_PER_WEEK)) {
            hours(caring.getFirst()).ifPresent(hours -> cells.put(Field.TOTAL_HRS_CARING_PER_WEEK, hours));
        }
        return cells;
    }

    private boolean isCaring(RelatedPerson related) {
        boolean carer = related.getRelationship().stream()
                .anyMatch(concept -> concept.hasCoding(Systems.UK_CORE_RELATIONSHIP_ROLE, "Carer"));
        boolean stated = Optional.ofNullable(related.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS))
                .map(status -> status.getValue().primitiveValue())
                .filter(NO_STATEMENT::contains)
                .isEmpty();
        boolean over = ClientLevelRows.day(related.getPeriod().getEndElement())
                .filter(end -> end.isBefore(submission.from()))
                .isPresent();
        return carer && stated && !over;
    }

    private boolean isAdult(@Nullable Patient caredFor) {
        return caredFor == null
                || ClientLevelRows.day(caredFor.getBirthDateElement())
                        .map(born -> ChronoUnit.YEARS.between(born, submission.to()) >= ADULT)
                        .orElse(true);
    }

    private static Optional<String> hours(RelatedPerson related) {
        return Optional.ofNullable(related.getExtensionByUrl(Canonical.Extension.HOURS_A_WEEK))
                .filter(extension -> extension.getValue() instanceof Range)
                .flatMap(extension -> Cells.of(Field.TOTAL_HRS_CARING_PER_WEEK, extension.getValue()));
    }
}
