package org.carerrecord.gateway.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.contributions.Contributions;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.springframework.stereotype.Component;

/** Takes what a message says down the write path: first what it states, then what it takes back. */
@Component
class Statements {

    private final WritePath write;
    private final Contributions contributions;

    Statements(WritePath write, Contributions contributions) {
        this.write = write;
        this.contributions = contributions;
    }

    /**
     * Contributes.
     *
     * @param saidAt when it was said: never later than it was received, save by the allowance of the caller
     * @return what was written, with what came too late or could not be told apart
     */
    Mapped<List<Outcome>> contribute(
            Transaction transaction, Caller sender, Version.SaidBy said, Understood understood, Instant saidAt) {
        List<Change> changes = understood.said().stream()
                .map(one -> change(one, understood.withdrawn(), saidAt))
                .toList();
        List<Outcome> outcomes = new ArrayList<>(write.write(transaction, sender, said, changes));
        List<Loss> losses = new ArrayList<>(late(transaction, sender, changes, outcomes, saidAt));
        Map<String, Outcome> byLink = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            byLink.put(changes.get(i).link().orElseThrow(), outcomes.get(i));
        }
        for (Withdrawn withdrawn : understood.withdrawn()) {
            if (!withdrawn.type().equals("Patient")) {
                Mapped<List<Outcome>> taken = withdraw(transaction, sender, said, withdrawn, byLink, saidAt);
                outcomes.addAll(taken.value());
                losses.addAll(taken.losses());
            }
        }
        return new Mapped<>(outcomes, losses);
    }

    private static Change change(Said one, List<Withdrawn> withdrawn, Instant saidAt) {
        Set<String> emptied = withdrawn.stream()
                .filter(taken ->
                        taken.type().equals("Patient") && taken.patient().equals(one.link()))
                .flatMap(taken -> taken.which() instanceof Withdrawn.Which.Keyed(String element)
                        ? Optional.of(element).stream()
                        : Optional.<String>empty().stream())
                .collect(Collectors.toUnmodifiableSet());
        String type = one.resource().fhirType();
        return new Change(
                type,
                Change.Method.UPDATE,
                type,
                new Change.Aim.New(),
                one.resource(),
                Optional.of(one.link()),
                Optional.empty(),
                Optional.of(new Change.Statement(one.key(), saidAt, emptied)));
    }

    private List<Loss> late(
            Transaction transaction, Caller sender, List<Change> changes, List<Outcome> outcomes, Instant saidAt) {
        List<Long> later = contributions.saidLater(
                transaction,
                sender.partner().ods(),
                outcomes.stream().map(Outcome::pk).toList(),
                saidAt);
        List<Loss> losses = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            if (later.contains(outcomes.get(i).pk())) {
                losses.add(new Loss(
                        changes.get(i).type(), "this partner already told of a later event: nothing of this is taken"));
            }
        }
        return losses;
    }

    private Mapped<List<Outcome>> withdraw(
            Transaction transaction,
            Caller sender,
            Version.SaidBy said,
            Withdrawn withdrawn,
            Map<String, Outcome> byLink,
            Instant saidAt) {
        Outcome patient = byLink.get(withdrawn.patient());
        if (patient == null) {
            return Mapped.whole(List.of());
        }
        Optional<String> key =
                withdrawn.which() instanceof Withdrawn.Which.Keyed(String one) ? Optional.of(one) : Optional.empty();
        List<Long> statements =
                contributions.statements(transaction, sender.partner().ods(), patient.pk(), withdrawn.type(), key);
        if (withdrawn.which() instanceof Withdrawn.Which.OnlyOne && statements.size() > 1) {
            return new Mapped<>(
                    List.of(),
                    List.of(new Loss(
                            withdrawn.place(), "several statements stand: it does not tell which one is taken back")));
        }
        if (statements.isEmpty()) {
            return new Mapped<>(
                    List.of(), List.of(new Loss(withdrawn.place(), "there is no statement that it could take back")));
        }
        List<Change> changes = statements.stream()
                .map(pk -> new Change(
                        withdrawn.place(),
                        Change.Method.DELETE,
                        withdrawn.type(),
                        new Change.Aim.Known(pk),
                        null,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Change.Statement(key.orElse(""), saidAt, Set.of()))))
                .toList();
        return Mapped.whole(write.write(transaction, sender, said, changes));
    }
}
