package org.carerrecord.gateway.contributions;

import java.util.Optional;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Reference;

/** The Flag that says that a person has a carer; one for each patient and meaning (carer-model.md, contributions 1). */
public final class CarerFlag {

    static final String HAS_CARER = "has-carer";

    /** "Has voluntary carer" (standards.md section 2, "Has a carer" side). */
    private static final String HAS_VOLUNTARY_CARER = "823411000000109";

    private CarerFlag() {}

    /** The meaning of a carer Flag; empty for any other Flag. */
    public static Optional<String> meaning(Flag flag) {
        return flag.getCode().getCoding().stream()
                .flatMap(coding -> meaning(coding).stream())
                .findFirst();
    }

    private static Optional<String> meaning(Coding coding) {
        if (Canonical.CodeSystem.FLAG_MEANING.equals(coding.getSystem())) {
            return Optional.ofNullable(coding.getCode());
        }
        return Systems.SNOMED_CT.equals(coding.getSystem()) && HAS_VOLUNTARY_CARER.equals(coding.getCode())
                ? Optional.of(HAS_CARER)
                : Optional.empty();
    }

    /** The Flag that follows from a confirmed carer. */
    static Flag derived(String patient) {
        Flag flag = new Flag();
        flag.getMeta().addProfile(Canonical.Profile.HAS_CARER_FLAG);
        flag.getMeta().addTag().setSystem(Canonical.CodeSystem.TAG).setCode("server-made");
        flag.setStatus(FlagStatus.ACTIVE);
        flag.getCode()
                .addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, HAS_CARER, "Has a carer"))
                .addCoding(new Coding(Systems.SNOMED_CT, HAS_VOLUNTARY_CARER, "Has voluntary carer"));
        flag.setSubject(new Reference(patient));
        return flag;
    }
}
