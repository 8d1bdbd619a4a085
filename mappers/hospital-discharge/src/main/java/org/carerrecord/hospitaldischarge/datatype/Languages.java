package org.carerrecord.hospitaldischarge.datatype;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.CodeableConcept;

/** A language of two letters, for example {@code EN} (ISO 639-1, as ITK ADT sends PID-15 and NK1-20), as BCP 47. */
public final class Languages {

    private static final String BCP_47 = "urn:ietf:bcp:47";

    private static final Set<String> ISO_639 = Set.of(Locale.getISOLanguages());

    private Languages() {}

    public static Optional<CodeableConcept> of(Segment segment, int field, Losses losses) {
        return segment.first(field).flatMap(language -> {
            String code = language.text(1).toLowerCase(Locale.ROOT);
            if (ISO_639.contains(code)) {
                CodeableConcept concept = new CodeableConcept();
                concept.addCoding().setSystem(BCP_47).setCode(code);
                return Optional.of(concept);
            }
            losses.add(language.place(), "the language is no code of ISO 639-1");
            return Optional.empty();
        });
    }
}
