package org.carerrecord.gateway.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.contributions.Contributions;
import org.carerrecord.gateway.identity.FormerNumbers;
import org.carerrecord.gateway.identity.OwnSelf;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Merged;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** Takes what a message says down the write path: first what it states, then what it takes back. */
@Component
class Statements {

    private final WritePath write;
    private final Contributions contributions;
    private final Resources resources;

    Statements(WritePath write, Contributions contributions, Resources resources) {
        this.write = write;
        this.contributions = contributions;
        this.resources = resources;
    }

    /**
     * Contributes: first the patients, then what is said about them, then what is taken back. What a later event of the same
     * kind already told is left out and reported (carer-model.md, contributions 3).
     *
     * @param saidAt when it was said, by the sender's clock
     * @return what was written, with what came too late or could not be told apart
     */
    Mapped<List<Outcome>> contribute(
            Transaction transaction, Caller sender, Version.SaidBy said, Understood understood, Instant saidAt) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        Map<String, Outcome> patients = new HashMap<>();
        for (Said one : understood.said()) {
            if (one.resource() instanceof Patient who) {
                List<Merged> merged = understood.merged().stream()
                        .filter(former -> former.patient().equals(one.link()))
                        .toList();
                Mapped<Patient> joined =
                        FormerNumbers.join(transaction, sender.partner().ods(), who, merged);
                losses.addAll(joined.losses());
                Said whole = new Said(one.link(), one.key(), joined.value(), one.emptied());
                Outcome patient = write.write(
                                transaction, sender, said, List.of(change(whole, understood.withdrawn(), saidAt)))
                        .getFirst();
                patients.put(one.link(), patient);
                outcomes.add(patient);
                if (isLate(transaction, sender, patient, "Patient", saidAt)) {
                    losses.add(late("Patient"));
                }
            }
        }
        List<Change> changes = new ArrayList<>();
        for (Said one : understood.said()) {
            if (isOfOwnSelf(one, understood)) {
                losses.add(
                        new Loss("RelatedPerson", "it has the NHS number of the patient: nobody is their own carer"));
            } else if (!(one.resource() instanceof Patient)) {
                Outcome patient = link(one.resource(), patients);
                if (isLate(transaction, sender, patient, one.resource().fhirType(), saidAt)) {
                    losses.add(late(one.resource().fhirType()));
                } else {
                    changes.add(change(one, List.of(), saidAt));
                }
            }
        }
        outcomes.addAll(write.write(transaction, sender, said, changes));
        for (Withdrawn withdrawn : understood.withdrawn()) {
            Outcome patient = patients.get(withdrawn.patient());
            if (withdrawn.type().equals("Patient") || patient == null) {
                continue;
            }
            if (isLate(transaction, sender, patient, withdrawn.type(), saidAt)) {
                losses.add(new Loss(withdrawn.place(), late(withdrawn.type()).reason()));
            } else {
                Mapped<List<Outcome>> taken = withdraw(transaction, sender, said, withdrawn, patient, saidAt);
                outcomes.addAll(taken.value());
                losses.addAll(taken.losses());
            }
        }
        return new Mapped<>(outcomes, losses);
    }

    private static boolean isOfOwnSelf(Said statement, Understood understood) {
        return statement.resource() instanceof RelatedPerson related
                && understood.said().stream()
                        .anyMatch(one -> one.resource() instanceof Patient patient
                                && one.link().equals(related.getPatient().getReference())
                                && OwnSelf.isOf(patient, related));
    }

    /** Turns the links to patients into their ids; the patient whom the statement is about. */
    private Outcome link(Resource statement, Map<String, Outcome> patients) {
        Outcome about = null;
        for (Reference reference : resources.references(statement)) {
            Outcome patient = patients.get(reference.getReference());
            if (patient != null) {
                reference.setReference("Patient/" + patient.id());
                about = about == null ? patient : about;
            }
        }
        if (about == null) {
            throw new IllegalStateException("a statement is about no patient of its message");
        }
        return about;
    }

    private boolean isLate(Transaction transaction, Caller sender, Outcome patient, String type, Instant saidAt) {
        return contributions.saidLater(transaction, sender.partner().ods(), patient.pk(), type, saidAt);
    }

    private static Loss late(String type) {
        return new Loss(type, "this partner already told of a later event: nothing of this is taken");
    }

    private static Change change(Said one, List<Withdrawn> withdrawn, Instant saidAt) {
        Stream<String> withdrawnElements = withdrawn.stream()
                .filter(taken ->
                        taken.type().equals("Patient") && taken.patient().equals(one.link()))
                .flatMap(taken -> taken.which() instanceof Withdrawn.Which.Keyed(String element)
                        ? Optional.of(element).stream()
                        : Optional.<String>empty().stream());
        Set<String> emptied =
                Stream.concat(one.emptied().stream(), withdrawnElements).collect(Collectors.toUnmodifiableSet());
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

    private Mapped<List<Outcome>> withdraw(
            Transaction transaction,
            Caller sender,
            Version.SaidBy said,
            Withdrawn withdrawn,
            Outcome patient,
            Instant saidAt) {
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
