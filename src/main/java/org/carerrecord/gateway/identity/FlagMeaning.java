package org.carerrecord.gateway.identity;

import java.util.Optional;
import java.util.Set;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;

/** What a carer Flag says; there is one Flag for each patient and meaning (carer-model.md, contributions 1). */
public final class FlagMeaning {

    public static final String HAS_CARER = "has-carer";
    public static final String IS_CARER = "is-carer";

    /** The person and another are not to be brought together (carer-model.md, agreement 5). */
    public static final String DO_NOT_CONNECT = "do-not-connect";

    /** "Has voluntary carer" (standards.md section 2, "Has a carer" side). */
    public static final String HAS_VOLUNTARY_CARER = "823411000000109";

    /** What is said of a carer, and needs their word. */
    private static final Set<String> OF_CARERS = Set.of(HAS_CARER, IS_CARER);

    private FlagMeaning() {}

    /** What the gateway itself says of a carer with a Patient of their own, where no partner says it. */
    public static final String WORKED_OUT = IS_CARER + " worked out";

    /** The meaning of a carer Flag; empty for any other Flag. One that keeps two people apart means that, whatever else it says. */
    public static Optional<String> of(Flag flag) {
        if (flag.getCode().hasCoding(Canonical.CodeSystem.FLAG_MEANING, DO_NOT_CONNECT)) {
            return Optional.of(DO_NOT_CONNECT);
        }
        return flag.getCode().getCoding().stream()
                .flatMap(coding -> of(coding).stream())
                .findFirst();
    }

    /** Whether a Flag says of somebody that they have a carer, or are one. */
    public static boolean isOfCarer(Flag flag) {
        return of(flag).filter(OF_CARERS::contains).isPresent();
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
