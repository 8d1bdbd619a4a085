package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.List;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Label;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** What of the active contributions partners other than their sources may see (carer-model.md, "What makes a carer"). */
@Component
final class Sharing {

    private final Agreements agreements;

    Sharing(Agreements agreements) {
        this.agreements = agreements;
    }

    /**
     * The contributions that make up the shared resource: once a relationship may be shared, what is said unconfirmed stays
     * with its source (carer-model.md, "What makes a carer" 1).
     */
    List<Contribution> told(List<Contribution> all, LocalDate today) {
        List<Contribution> shared =
                all.stream().filter(one -> isShared(one, today)).toList();
        return shared.stream().allMatch(one -> claim(one, today) == Claim.SILENT) ? all : shared;
    }

    /**
     * Whether partners other than their sources may see what active contributions come to.
     *
     * @param merged what those that are told come to
     */
    boolean isShared(List<Contribution> active, Resource merged, LocalDate today) {
        return mayBeTold(active, today) && !isOfYoungCarer(active, merged, today);
    }

    /** Whether those alone may whom the agreement lets see young carers (carer-model.md, agreement 4). */
    boolean isYoung(List<Contribution> active, Resource merged, LocalDate today) {
        return mayBeTold(active, today) && isOfYoungCarer(active, merged, today);
    }

    private boolean mayBeTold(List<Contribution> active, LocalDate today) {
        return told(active, today).stream().allMatch(one -> isShared(one, today))
                && active.stream().noneMatch(one -> Label.of(one.said()) == Label.ABSENT);
    }

    private static boolean isOfYoungCarer(List<Contribution> active, Resource merged, LocalDate today) {
        return Claim.isYoung(merged, today) || active.stream().anyMatch(one -> Claim.isYoung(one.said(), today));
    }

    /** Whether partners other than its source may see a contribution; a mark stands, whatever became of who set it. */
    boolean isShared(Contribution one, LocalDate today) {
        return Label.keepsApart(one.said()) || claim(one, today).isShared();
    }

    private Claim claim(Contribution one, LocalDate today) {
        return agreements
                .current()
                .partner(one.about().partner())
                .map(partner -> Claim.of(one.said(), partner, today))
                .orElse(Claim.UNCONFIRMED);
    }
}
