package org.carerrecord.gateway.contributions;

import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Reference;

/** The Flag that follows from a confirmed carer. */
final class CarerFlag {

    private CarerFlag() {}

    /**
     * The Flag.
     *
     * @param patient reference to the cared-for person
     * @param status active while there is a confirmed carer
     */
    static Flag of(String patient, FlagStatus status) {
        Flag flag = new Flag();
        flag.getMeta().addProfile(Canonical.Profile.HAS_CARER_FLAG);
        flag.getMeta().addTag().setSystem(Canonical.CodeSystem.TAG).setCode("server-made");
        flag.setStatus(status);
        flag.getCode()
                .addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, FlagMeaning.HAS_CARER, "Has a carer"))
                .addCoding(new Coding(Systems.SNOMED_CT, FlagMeaning.HAS_VOLUNTARY_CARER, "Has voluntary carer"));
        flag.setSubject(new Reference(patient));
        return flag;
    }
}
