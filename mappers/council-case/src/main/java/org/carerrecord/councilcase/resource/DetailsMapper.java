package org.carerrecord.councilcase.resource;

import java.util.List;
import java.util.Optional;
import org.carerrecord.councilcase.clientlevel.HoursAWeek;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.mapping.Said;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;

/** What is so of the person beside who they are, to one Observation with a component for each: housing, work, why supported. */
final class DetailsMapper {

    /** Of the person's rows the only statement of this kind. */
    private static final String KEY = "Person_Details";

    private static final List<Field> OF_A_LIST = List.of(
            Field.PRIMARY_SUPPORT_REASON, Field.ACCOMMODATION_STATUS, Field.EMPLOYMENT_STATUS, Field.HAS_UNPAID_CARER);

    private static final List<Field> CLINICAL = List.of(
            Field.AUTISM_SPECTRUM_DISORDER_ASD, Field.VISUAL_IMPAIRMENT, Field.HEARING_IMPAIRMENT, Field.DEMENTIA);

    private final Facts facts;
    private final RowLosses losses;

    DetailsMapper(Facts facts, RowLosses losses) {
        this.facts = facts;
        this.losses = losses;
    }

    /** @param caredFor how many people the person cares for by name, which tells whether the number of adults says more */
    Optional<Said> map(String link, int caredFor) {
        Observation details = new Observation();
        for (Field field : OF_A_LIST) {
            facts.row(field)
                    .flatMap(row -> Values.concept(row, field, losses))
                    .ifPresent(value -> add(details, field, value));
        }
        hours(details, caredFor);
        adults(details, caredFor);
        outside();
        if (!details.hasComponent()) {
            return Optional.empty();
        }
        details.setStatus(ObservationStatus.FINAL);
        details.setCode(new CodeableConcept(new Coding(Canonical.CodeSystem.CLIENT_LEVEL_DATA, KEY, null)));
        details.setSubject(new Reference(Said.PATIENT));
        return Optional.of(new Said(link, KEY, details));
    }

    private static void add(Observation details, Field field, Type value) {
        details.addComponent().setCode(EventMapper.field(field)).setValue(value);
    }

    /** Hours for one person are that relationship's; hours for several, or for nobody named, are the carer's. */
    private void hours(Observation details, int caredFor) {
        Field field = Field.TOTAL_HRS_CARING_PER_WEEK;
        facts.row(field).ifPresent(row -> HoursAWeek.of(row.text(field).orElseThrow())
                .ifPresentOrElse(
                        band -> {
                            if (caredFor != 1) {
                                add(details, field, band);
                            }
                        },
                        () -> losses.add(row, field, "not a number of hours, nor a band of them")));
    }

    /** Told only where it is not the number of those who are named. */
    private void adults(Observation details, int caredFor) {
        Field field = Field.NO_OF_ADULTS_BEING_CARED_FOR;
        facts.row(field).ifPresent(row -> {
            String said = row.text(field).orElseThrow();
            if (!said.matches("\\d{1,2}")) {
                losses.add(row, field, "not a number of people");
            } else if (Integer.parseInt(said) != caredFor) {
                add(details, field, new IntegerType(Integer.parseInt(said)));
            }
        });
    }

    private void outside() {
        for (Row row : facts.rows()) {
            CLINICAL.stream()
                    .filter(row::says)
                    .forEach(field -> losses.addOnce(row, field, "clinical content is outside the record"));
            if (row.says(Field.CLIENT_FUNDING_STATUS)) {
                losses.addOnce(row, Field.CLIENT_FUNDING_STATUS, "who pays for a client is outside the record");
            }
        }
    }
}
