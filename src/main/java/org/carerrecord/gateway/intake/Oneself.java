package org.carerrecord.gateway.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * Who is told under a number of the person for whom they are said to care: nobody is their own carer, also where the two
 * numbers became one person's by a merge.
 */
final class Oneself {

    private final Map<String, About> patients;
    private final String partner;
    private final Map<UUID, Long> holders = new HashMap<>();

    /** Numbers that the message does not give to any of its people are looked up, all at once. */
    Oneself(Round round, Understood understood, Map<String, About> patients) {
        this.patients = patients;
        this.partner = round.partner();
        Set<UUID> others = new HashSet<>();
        for (Said one : understood.said()) {
            if (one.resource() instanceof Patient patient) {
                Identities.localKeys(partner, patient.getIdentifier()).forEach(key -> holders.put(key, pk(one.link())));
            } else if (one.resource() instanceof RelatedPerson carer) {
                others.addAll(Identities.localKeys(partner, carer.getIdentifier()));
            }
        }
        others.removeAll(holders.keySet());
        if (!others.isEmpty()) {
            Records.byKeys(round.transaction(), others).forEach((key, held) -> holders.put(key, held.pk()));
        }
    }

    boolean is(Said statement) {
        return statement.resource() instanceof RelatedPerson carer
                && patients.containsKey(carer.getPatient().getReference())
                && Identities.localKeys(partner, carer.getIdentifier()).stream()
                        .anyMatch(key -> Objects.equals(
                                holders.get(key), pk(carer.getPatient().getReference())));
    }

    private Long pk(String link) {
        return Objects.requireNonNull(patients.get(link)).patient().pk();
    }
}
