package org.carerrecord.mapping;

import java.util.Optional;
import org.hl7.fhir.r4.model.HumanName;

/** A name as one text. */
public final class WholeName {

    private WholeName() {}

    /** Its text, or else its parts as they are written one after another; empty where all it has is extensions. */
    public static Optional<String> of(HumanName name) {
        // HumanName.getNameAsSingleString of HAPI 8.8 stumbles over a text of nothing but extensions.
        return Optional.ofNullable(name.hasText() ? name.getText() : name.getNameAsSingleString())
                .filter(text -> !text.isBlank());
    }
}
