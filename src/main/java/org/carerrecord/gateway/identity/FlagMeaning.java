package org.carerrecord.gateway.identity;

import java.util.Optional;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;

/** What a carer Flag says; there is one Flag for each patient and meaning (carer-model.md, contributions 1). */
public final class FlagMeaning {

    public static final String HAS_CARER = "has-carer";
    public static final String IS_CARER = "is-carer";

    /** "Has voluntary carer" (standards.md section 2, "Has a carer" side). */
    public static final String HAS_VOLUNTARY_CARER = "823411000000109";

    private FlagMeaning() {}

    /** What the gateway itself says of a carer with a Patient of their own, where no partner says it. */
    public static final String WORKED_OUT = IS_CARER + " worked out";

    /** The meaning of a carer Flag; empty for any other Flag. */
    public static Optional<String> of(Flag flag) {
        return flag.getCode().getCoding().stream()
                .flatMap(coding -> of(coding).stream())
                .findFirst();
    }

    private static Optional<String> of(Coding coding) {
        if (Canonical.CodeSystem.FLAG_MEANING.equals(coding.getSystem())) {
            return Optional.ofNullable(coding.getCode());
        }
        return Systems.SNOMED_CT.equals(coding.getSystem()) && HAS_VOLUNTARY_CARER.equals(coding.getCode())
                ? Optional.of(HAS_CARER)
                : Optional.empty();
    }
}
