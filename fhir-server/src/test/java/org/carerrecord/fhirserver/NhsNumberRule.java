package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** The least rule: NHS numbers identify, everything is stored as proposed, and who writes is the source. */
final class NhsNumberRule implements WriteRule {

    /** A resource with this tag is seen by its source only. */
    static final String UNSHARED = "unshared";

    /** One with both is of a young carer. */
    static final String YOUNG = "young";

    /** What the gateway worked out has this tag: nobody is its source, and it is shared with nobody. */
    static final String WORKED_OUT = "worked-out";

    @Override
    public SequencedSet<UUID> keys(Caller caller, Change change) {
        SequencedSet<UUID> keys = new LinkedHashSet<>();
        if (change.resource() instanceof Patient patient) {
            patient.getIdentifier().stream()
                    .filter(identifier -> Systems.NHS_NUMBER.equals(identifier.getSystem()))
                    .forEach(identifier -> keys.add(Hash.key("Patient " + identifier.getValue())));
        }
        if (change.resource() instanceof RelatedPerson carer) {
            carer.getIdentifier().stream()
                    .filter(identifier -> Systems.NHS_NUMBER.equals(identifier.getSystem()))
                    .forEach(identifier ->
                            keys.add(Hash.key(carer.getPatient().getReference() + " carer " + identifier.getValue())));
        }
        return keys;
    }

    @Override
    public Settlement settlement(
            Transaction transaction, Caller caller, Version.SaidBy said, Collection<Proposal> all) {
        return (proposals, seen) -> proposals.stream()
                .map(proposal -> new Settled(
                        proposal.change().place(),
                        proposal.change().type(),
                        proposal.pk(),
                        proposal.id(),
                        proposal.held(),
                        proposal.change().resource(),
                        keys(caller, proposal.change()),
                        !has(proposal, UNSHARED) && !has(proposal, WORKED_OUT),
                        has(proposal, YOUNG),
                        has(proposal, WORKED_OUT)
                                ? Map.of()
                                : Map.of(caller.partner().ods(), number(proposal)),
                        Set.of(Settled.Tie.lasting(caller.partner().ods(), Relation.CONTRIBUTED)),
                        false))
                .toList();
    }

    private static long number(Proposal proposal) {
        return proposal.change().resource() instanceof RelatedPerson carer
                ? carer.getIdentifier().stream()
                        .filter(identifier -> Systems.NHS_NUMBER.equals(identifier.getSystem()))
                        .mapToLong(identifier -> Hash.word(identifier.getValue()))
                        .findFirst()
                        .orElse(0)
                : 0;
    }

    private static boolean has(Proposal proposal, String tag) {
        Resource resource = proposal.change().resource();
        return resource != null && resource.getMeta().getTag().stream().anyMatch(one -> tag.equals(one.getCode()));
    }
}
