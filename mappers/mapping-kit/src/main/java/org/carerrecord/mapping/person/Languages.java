package org.carerrecord.mapping.person;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.mapping.Losses;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** PDS and GP Connect say languages in an extension of their own, whose codes are mostly those of ISO 639-1. */
final class Languages {

    private static final Set<String> ISO_639 = Set.of(Locale.getISOLanguages());

    private static final Set<String> CARRIED = Set.of("language", "preferred");

    /** A language that somebody uses, as R4's own element of Patient and RelatedPerson has it. */
    record Spoken(CodeableConcept language, boolean preferred) {}

    private Languages() {}

    /** The language of an NHSCommunication extension; empty, with a loss, when it is no code of ISO 639-1. */
    static Optional<Spoken> of(Extension communication, String place, Losses losses) {
        Optional<Coding> language = Optional.ofNullable(communication.getExtensionByUrl("language"))
                .map(Extension::getValue)
                .flatMap(value -> value instanceof CodeableConcept concept
                        ? concept.getCoding().stream().findFirst()
                        : Optional.empty())
                .filter(coding -> coding.getCode() != null && ISO_639.contains(coding.getCode()));
        if (language.isEmpty()) {
            losses.add(place, "the language is no code of ISO 639-1");
        }
        boolean preferred = Optional.ofNullable(communication.getExtensionByUrl("preferred"))
                .map(Extension::getValue)
                .filter(value -> value instanceof BooleanType yes && Boolean.TRUE.equals(yes.getValue()))
                .isPresent();
        if (communication.getExtension().stream().anyMatch(part -> !CARRIED.contains(Extensions.url(part)))) {
            losses.add(place, "how well the language is used and whether an interpreter is needed are not carried");
        }
        return language.map(coding -> new Spoken(
                new CodeableConcept(new Coding(Systems.BCP_47, coding.getCode(), coding.getDisplay())), preferred));
    }

    /** Absent where nobody said so. */
    static @Nullable BooleanType preferred(Spoken spoken) {
        return spoken.preferred() ? new BooleanType(true) : null;
    }
}
