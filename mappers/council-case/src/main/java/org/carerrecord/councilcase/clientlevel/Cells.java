package org.carerrecord.councilcase.clientlevel;

import java.util.Optional;
import org.carerrecord.councilcase.row.Field;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Type;

/** Values of R4 as cells. */
final class Cells {

    private Cells() {}

    /** The value in release 2's words where its list has them, else in its own. */
    static Optional<String> of(Field field, Type value) {
        return switch (value) {
            case CodeableConcept concept -> of(field, concept);
            case Range band -> Optional.of(HoursAWeek.text(band));
            case PrimitiveType<?> primitive -> Optional.ofNullable(primitive.getValueAsString());
            default -> Optional.empty();
        };
    }

    private static Optional<String> of(Field field, CodeableConcept concept) {
        return concept.getCoding().stream()
                .filter(coding -> ValueLists.system(field).equals(coding.getSystem()) && coding.getCode() != null)
                .map(Coding::getCode)
                .findFirst()
                .or(() -> Optional.ofNullable(concept.getText())
                        .map(words -> ValueLists.value(field, words).orElse(words)));
    }
}
