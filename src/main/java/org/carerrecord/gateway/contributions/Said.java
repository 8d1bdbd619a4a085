package org.carerrecord.gateway.contributions;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.jspecify.annotations.Nullable;

/**
 * A proposal by a partner, and what was said of the same before.
 *
 * @param message the message that says it; null for a FHIR write
 * @param before all contributions to the resource
 * @param patient the key of the person whom it is about; null for a withdrawal and for what is about nobody
 * @param seen how the partner could see the resource; empty where it could not
 */
record Said(
        Transaction transaction,
        Partner partner,
        @Nullable String message,
        Proposal proposal,
        List<Contribution> before,
        @Nullable Long patient,
        Optional<Extent> seen) {

    Change change() {
        return proposal.change();
    }

    /** The partner's own contributions. */
    List<Contribution> own() {
        return before.stream().filter(one -> one.isOf(partner.ods())).toList();
    }

    /** What the partner's contribution under a key is known by. */
    About about(UUID key) {
        return new About(proposal.pk(), partner.ods(), key, patient, change().type());
    }
}
