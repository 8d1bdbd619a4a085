package org.carerrecord.fhirserver;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.r4.model.Resource;

/** The port of the write path: what was proposed goes in, what is to be stored comes out; inside its transaction. */
public interface WriteRule {

    /**
     * The keys under which a resource may exist once only. References to Patients lead to ids already.
     *
     * @return digests; none for a resource that nothing identifies
     */
    Set<UUID> keys(Caller caller, Resource resource);

    /**
     * What is to be stored.
     *
     * @param said by whom, in which message
     * @param proposals the exchange's proposals, in its order
     * @return one for each resource to store, the proposed ones and those that follow from them
     */
    List<Settled> settle(Transaction transaction, Caller caller, Version.SaidBy said, List<Proposal> proposals);
}
