package org.carerrecord.gateway.contributions;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The relationships with a person that a contribution gives rise to (carer-model.md, agreement 1). */
final class Ties {

    private Ties() {}

    /** Who speaks of a person knows them, who treats them has an encounter, and their practice has them registered. */
    static Set<Settled.Tie> of(Caller caller, @Nullable Resource said) {
        Partner partner = caller.partner();
        Set<Settled.Tie> ties = new HashSet<>();
        ties.add(new Settled.Tie(partner.ods(), Relation.CONTRIBUTED));
        if (said instanceof Encounter) {
            ties.add(new Settled.Tie(partner.ods(), Relation.ENCOUNTER));
        }
        if (said instanceof Patient patient) {
            patient.getGeneralPractitioner().stream()
                    .map(Reference::getIdentifier)
                    .filter(practice -> Systems.ODS_ORGANIZATION.equals(practice.getSystem()))
                    .flatMap(practice -> Optional.ofNullable(practice.getValue()).stream())
                    .flatMap(ods -> caller.agreement().partner(ods).stream())
                    .forEach(practice -> ties.add(new Settled.Tie(practice.ods(), Relation.REGISTERED)));
        }
        return ties;
    }
}
