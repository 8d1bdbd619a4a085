package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.gateway.identity.Restriction;
import org.hl7.fhir.r4.model.Resource;

/** What of the active contributions partners other than their sources may see (carer-model.md, "What makes a carer"). */
final class Sharing {

    private final Agreement agreement;

    Sharing(Agreement agreement) {
        this.agreement = agreement;
    }

    /**
     * The words that make up the shared resource: once a relationship may be shared, what is said unconfirmed stays with its
     * source (carer-model.md, "What makes a carer" 1).
     */
    List<Resource> told(List<Contribution> active, LocalDate today) {
        List<Resource> shared = active.stream()
                .filter(one -> isShared(one, today))
                .map(Contribution::said)
                .toList();
        return shared.isEmpty() ? active.stream().map(Contribution::said).toList() : shared;
    }

    boolean isShared(List<Contribution> active, Optional<Resource> merged, LocalDate today) {
        return merged.filter(resource -> Claim.isYoung(resource, today)).isEmpty()
                && active.stream().noneMatch(one -> Restriction.isOn(one.said()))
                && active.stream().anyMatch(one -> isShared(one, today));
    }

    private boolean isShared(Contribution one, LocalDate today) {
        return agreement
                .partner(one.partner())
                .map(partner -> Claim.of(one.said(), partner, today).isShared())
                .orElse(false);
    }
}
