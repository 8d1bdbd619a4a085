package org.carerrecord.gateway.contributions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.jspecify.annotations.Nullable;

/**
 * Whose records were merged into others': nothing is said of them by FHIR any more, for nobody would find it there. Messages
 * that speak of their numbers speak of who goes on.
 */
final class FormerPatients {

    private static final String REFUSED = "this Patient was merged into another: write of the one who goes on, ";

    private FormerPatients() {}

    /**
     * Of what the merge is made of, and who takes things as they are, nothing is refused.
     *
     * @throws Fault INVALID
     */
    static void refuse(
            Transaction transaction,
            Caller caller,
            List<Proposal> proposals,
            Patients patients,
            Map<Long, Settled> settled) {
        if (caller.partner().asItIs()) {
            return;
        }
        for (Proposal proposal : proposals) {
            reference(proposal)
                    .filter(person -> patients.replaced(person, settled)
                            .filter(FormerPatients::isReplaced)
                            .isPresent())
                    .flatMap(person -> goesOn(transaction, patients.key(person)))
                    .ifPresent(other -> {
                        throw new Fault(
                                FaultKind.INVALID,
                                proposal.change().place(),
                                REFUSED + name(transaction, caller, other));
                    });
        }
    }

    private static Optional<String> reference(Proposal proposal) {
        return proposal.change().statement().isPresent()
                ? Optional.empty()
                : Optional.ofNullable(proposal.change().resource())
                        .filter(words -> !(words instanceof Patient))
                        .flatMap(Resources::person);
    }

    private static boolean isReplaced(Patient person) {
        return person.getLink().stream().anyMatch(link -> link.getType() == LinkType.REPLACEDBY);
    }

    /** Not whom somebody merely says to be replaced. */
    private static Optional<Held> goesOn(Transaction transaction, @Nullable Long former) {
        return former == null
                ? Optional.empty()
                : MergedNumbers.last(transaction, former).map(pk -> MergedRecords.person(transaction, pk));
    }

    private static String name(Transaction transaction, Caller caller, Held other) {
        boolean isSeen = new Visibility(caller, transaction.now())
                .seen(transaction, List.of(other)).values().stream().anyMatch(extent -> extent.mask() != Mask.ALL);
        return isSeen ? other.reference() : "whom you find by their NHS number";
    }
}
