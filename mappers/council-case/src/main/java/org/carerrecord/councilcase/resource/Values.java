package org.carerrecord.councilcase.resource;

import java.util.Optional;
import org.carerrecord.councilcase.clientlevel.ValueLists;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.hl7.fhir.r4.model.CodeableConcept;

/** Values of Client Level Data's lists as concepts. */
final class Values {

    private Values() {}

    /** The value in release 2's words; what no list has stays in its own words, which is a loss. */
    static Optional<CodeableConcept> concept(Row row, Field field, RowLosses losses) {
        Optional<String> said = row.text(field);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Optional<CodeableConcept> known =
                ValueLists.value(field, said.get()).map(value -> new CodeableConcept(ValueLists.coding(field, value)));
        if (known.isEmpty()) {
            losses.addOnce(row, field, "not a permitted value of release 2: kept in its own words");
        }
        return known.or(() -> said.map(words -> new CodeableConcept().setText(words)));
    }
}
