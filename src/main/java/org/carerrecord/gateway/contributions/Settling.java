package org.carerrecord.gateway.contributions;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Patient;

/** Works out what is stored of a resource from all that is said of it. */
final class Settling {

    private final OneRecord record;
    private final Resources resources;

    Settling(OneRecord record, Resources resources) {
        this.record = record;
        this.resources = resources;
    }

    /**
     * The shared resource after a change.
     *
     * @param isApart whether people told it apart from another
     */
    Settled of(Transaction transaction, Caller caller, Said one, Next next, boolean isApart) {
        Proposal proposal = one.proposal();
        Change change = proposal.change();
        List<Contribution> all = next.after(one.before());
        boolean said = change.resource() != null && !all.isEmpty();
        OneRecord.Made made = all.isEmpty()
                ? one.before().isEmpty() ? untold(transaction, proposal) : OneRecord.Made.NOTHING
                : record.of(all, StatedTime.day(transaction.now()));
        if (next.said().stream().anyMatch(Contribution::active)) {
            made.resource().ifPresent(resource -> OneNumber.check(change, resource));
        }
        return new Settled(
                change.place(),
                change.type(),
                proposal.pk(),
                proposal.id(),
                proposal.held(),
                made.resource().orElse(null),
                identifying(transaction, caller, proposal, all, isApart),
                made.shared(),
                made.young(),
                sources(transaction, proposal, made),
                said
                        ? Ties.of(caller, made.resource().orElse(null), transaction.now())
                        : all.isEmpty()
                                ? Set.of()
                                : Ties.registered(caller, made.resource().orElse(null)),
                false);
    }

    /** Who is asked by a Task stays so, whoever answers it. */
    private static Map<String, Long> sources(Transaction transaction, Proposal proposal, OneRecord.Made made) {
        boolean isAsked =
                proposal.change().type().equals("Task") && proposal.held().isPresent();
        if (!isAsked) {
            return made.sources();
        }
        Map<String, Long> sources = new HashMap<>(Settled.silent(Records.sources(transaction, proposal.pk())));
        sources.putAll(made.sources());
        return sources;
    }

    /** What nobody ever said stays as it is, whoever takes it back. */
    private OneRecord.Made untold(Transaction transaction, Proposal proposal) {
        return new OneRecord.Made(
                proposal.held().filter(Held::live).map(held -> resources.of(Records.current(transaction, held))),
                proposal.held().map(Held::shared).orElse(true),
                proposal.held().map(Held::young).orElse(false),
                Map.of());
    }

    /**
     * People are known by what all who speak of them say, also where somebody takes words back; anything else by the change's
     * own keys. Of whom nobody speaks any more the keys stay: they are known again by them.
     */
    private static Set<UUID> identifying(
            Transaction transaction, Caller caller, Proposal proposal, List<Contribution> all, boolean isApart) {
        if (proposal.change().resource() == null && all.stream().noneMatch(Contribution::active)) {
            return Set.of();
        }
        Set<UUID> keys = new HashSet<>();
        switch (proposal.change().type()) {
            case "Patient" ->
                all.stream()
                        .filter(Contribution::active)
                        .forEach(one ->
                                keys.addAll(Identities.patientKeys(one.about().partner(), (Patient) one.said())));
            case "RelatedPerson" -> all.forEach(one -> keys.addAll(one.carerKeys()));
            default -> keys.addAll(Identities.keys(caller, proposal.change()));
        }
        if (isApart) {
            // A number under which two were told, whom people told apart, identifies the one who has it already.
            Records.byKeys(transaction, keys).forEach((key, held) -> {
                if (held.pk() != proposal.pk()) {
                    keys.remove(key);
                }
            });
        }
        return keys;
    }
}
