package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Asked;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.jspecify.annotations.Nullable;

/** What is held of people whose Flags may change; where their carers are proposed it is asked for before it is needed. */
final class FlagsHeld {

    private final Transaction transaction;
    private final Map<Long, OfOne> ahead = new HashMap<>();

    private FlagsHeld(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Nothing is asked for yet. */
    static FlagsHeld unasked(Transaction transaction) {
        return new FlagsHeld(transaction);
    }

    static FlagsHeld ahead(Transaction transaction, Collection<Proposal> proposals) {
        FlagsHeld held = new FlagsHeld(transaction);
        Set<Long> proposed = proposals.stream().map(Proposal::pk).collect(Collectors.toUnmodifiableSet());
        for (Proposal proposal : proposals) {
            @Nullable Long patient = proposal.held().map(Held::patient).orElse(null);
            if (patient != null && proposal.change().resource() instanceof RelatedPerson carer) {
                Optional.ofNullable(carer.getPatient().getReference())
                        .filter(text -> text.startsWith("Patient/"))
                        .ifPresent(person -> held.ahead.computeIfAbsent(
                                patient, any -> held.ask(patient, person, !proposed.contains(patient))));
            }
        }
        return held;
    }

    /**
     * Of one person.
     *
     * @param reference by which the Flag is looked for
     * @param person to whom that must lead; none where it does
     * @param flag theirs, if there ever was one
     */
    record OfOne(String reference, List<Asked<Held>> person, List<Asked<Held>> flag, List<Asked<Confirmed>> carers) {

        Optional<Held> heldFlag() {
            return flag.stream().flatMap(one -> one.rows().stream()).findFirst();
        }

        List<Confirmed> confirmed() {
            return carers.stream().flatMap(one -> one.rows().stream()).toList();
        }

        /** A relationship that goes along with a merge speaks of another person than the one it is held with. */
        private boolean isOf(@Nullable Settled own) {
            return reference.equals(
                    own != null
                            ? "Patient/" + own.id()
                            : person.stream()
                                    .map(one -> one.rows().getFirst().reference())
                                    .findFirst()
                                    .orElse(null));
        }
    }

    /** @param own what is settled of the person, if anything */
    OfOne of(long patient, @Nullable Settled own) {
        if (own != null && own.held().isEmpty()) {
            return new OfOne("Patient/" + own.id(), List.of(), List.of(), List.of());
        }
        return Optional.ofNullable(ahead.get(patient))
                .filter(one -> one.isOf(own))
                .orElseGet(() -> ask(patient, own == null ? reference(patient) : "Patient/" + own.id(), false));
    }

    private OfOne ask(long patient, String reference, boolean isUnsure) {
        return new OfOne(
                reference,
                isUnsure ? List.of(Records.askHeld(transaction, Sql.of("r.pk = ?", patient))) : List.of(),
                List.of(Records.askByKey(transaction, CarerFlags.key(reference))),
                List.of(Confirmed.ask(transaction, patient)));
    }

    private String reference(long patient) {
        return Records.held(transaction, Sql.of("r.pk = ?", patient)).getFirst().reference();
    }
}
