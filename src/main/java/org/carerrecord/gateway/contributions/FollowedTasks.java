package org.carerrecord.gateway.contributions;

import java.util.Map;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;

/** The port of Tasks, and what belongs to them, that the gateway keeps and people answer; nobody's words of a person. */
public interface FollowedTasks {

    /** Whether there is such a Task of somebody who is related to a patient. */
    boolean areOfCarers(Transaction transaction, long patient);

    /** Whether what a proposal changes is of these; nobody said it. */
    boolean isFor(Transaction transaction, Proposal proposal);

    /**
     * Does what the change says, and adds to what is settled all that follows.
     *
     * @throws org.carerrecord.profiles.Fault when the caller may not say that now
     */
    void follow(Transaction transaction, Caller caller, Proposal proposal, Map<Long, Settled> settled);
}
