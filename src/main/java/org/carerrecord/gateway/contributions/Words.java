package org.carerrecord.gateway.contributions;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.agreement.Partner;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** A partner's words as they are kept. */
final class Words {

    private Words() {}

    /**
     * The words of a change: of a message, laid over what the sender said before, its statements of carers confirmed where
     * its systems record them only after asking; of a FHIR write, as they came.
     */
    static Resource of(Change change, Optional<Contribution> mine, Partner partner) {
        Resource said = Objects.requireNonNull(change.resource());
        if (change.statement().isEmpty()) {
            return said;
        }
        Set<String> emptied = change.statement().get().emptied();
        Resource words = mine.filter(Contribution::active)
                .map(before -> Merge.again(said, before.said(), emptied))
                .orElse(said);
        if (words instanceof RelatedPerson related
                && partner.carersAreAsked()
                && Claim.status(related).filter("stated"::equals).isPresent()) {
            Claim.setStatus(related, "confirmed");
        }
        return words;
    }
}
