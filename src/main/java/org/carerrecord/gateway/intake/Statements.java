package org.carerrecord.gateway.intake;

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
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.contributions.Contributions;
import org.carerrecord.gateway.contributions.Merges;
import org.carerrecord.gateway.contributions.Telling;
import org.carerrecord.gateway.contributions.Tellings;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.OwnSelf;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Merged;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** Takes what a message says down the write path: first what it states, then what it takes back. */
@Component
class Statements {

    private final WritePath write;
    private final Merges merges;
    private final Contributions contributions;
    private final Tellings tellings;
    private final Resources resources;

    Statements(WritePath write, Merges merges, Contributions contributions, Tellings tellings, Resources resources) {
        this.write = write;
        this.merges = merges;
        this.contributions = contributions;
        this.tellings = tellings;
        this.resources = resources;
    }

    /**
     * Contributes: first the patients, then what is said about them, then what is taken back. What comes after a later event
     * of the same kind is told in its place among them, and reported (carer-model.md, contributions 3).
     *
     * @param stamp when it was said, by the sender's clock
     * @return what was written, with what came late or could not be told apart
     */
    Mapped<List<Outcome>> contribute(
            Transaction transaction, Caller sender, Version.SaidBy said, Understood understood, Stamp stamp) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        List<Telling> told = new ArrayList<>();
        Map<String, Outcome> patients = new HashMap<>();
        for (Said one : understood.said()) {
            if (one.resource() instanceof Patient who) {
                List<Merged> merged = understood.merged().stream()
                        .filter(former -> former.patient().equals(one.link()))
                        .toList();
                Merges.Joined joined = merges.join(transaction, sender.partner().ods(), who, merged);
                losses.addAll(joined.losses());
                Said whole = new Said(one.link(), one.key(), joined.survivor(), one.emptied());
                List<Change> changes = new ArrayList<>();
                changes.add(change(whole, understood.withdrawn(), stamp, false));
                joined.replaced().forEach(other -> changes.add(other.said(stamp)));
                List<Outcome> written = write.write(transaction, sender, said, changes);
                Outcome patient = written.getFirst();
                patients.put(one.link(), patient);
                outcomes.addAll(written);
                isLate(transaction, sender, patient, "Patient", "Patient", stamp, losses);
                for (int i = 0; i < changes.size(); i++) {
                    told.add(telling(sender, said, written.get(i), changes.get(i)));
                }
            }
        }
        List<Change> changes = new ArrayList<>();
        for (Said one : understood.said()) {
            if (OwnSelf.isOf(one, understood)) {
                losses.add(
                        new Loss("RelatedPerson", "it has the NHS number of the patient: nobody is their own carer"));
            } else if (!(one.resource() instanceof Patient)) {
                Outcome patient = link(one.resource(), patients);
                String type = one.resource().fhirType();
                boolean isLate = isLate(transaction, sender, patient, type, type, stamp, losses);
                Change change = change(one, List.of(), stamp, isLate);
                changes.add(change);
                told.add(telling(sender, said, patient, change));
            }
        }
        if (changes.stream().anyMatch(one -> one.statement().orElseThrow().late())) {
            keep(transaction, told);
        }
        outcomes.addAll(write.write(transaction, sender, said, changes));
        for (Withdrawn withdrawn : understood.withdrawn()) {
            Outcome patient = patients.get(withdrawn.patient());
            if (withdrawn.type().equals("Patient") || patient == null) {
                continue;
            }
            boolean isLate = isLate(transaction, sender, patient, withdrawn.type(), withdrawn.place(), stamp, losses);
            Mapped<List<Outcome>> taken = withdraw(transaction, sender, said, withdrawn, patient, isLate, stamp, told);
            outcomes.addAll(taken.value());
            losses.addAll(taken.losses());
        }
        keep(transaction, told);
        return new Mapped<>(outcomes, losses);
    }

    /** What is late is told in its place among all, what the same message says of others too. */
    private void keep(Transaction transaction, List<Telling> told) {
        tellings.keep(transaction, told);
        told.clear();
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

    /** Whether the sender told of something of the kind that comes after this; what is of a later time is a loss. */
    private boolean isLate(
            Transaction transaction,
            Caller sender,
            Outcome patient,
            String type,
            String place,
            Stamp stamp,
            List<Loss> losses) {
        List<Stamp> after = tellings.toldAfter(transaction, sender.partner().ods(), patient.pk(), type, stamp);
        if (after.stream().anyMatch(one -> one.at().isAfter(stamp.at()))) {
            losses.add(new Loss(
                    place,
                    "this partner already told of a later event: only what that did not speak of is taken of this"));
        }
        return !after.isEmpty();
    }

    private static Telling telling(Caller sender, Version.SaidBy said, Outcome patient, Change change) {
        Change.Statement statement = change.statement().orElseThrow();
        return new Telling(
                sender.partner().ods(),
                patient.pk(),
                change.type(),
                statement.stamp(),
                Identities.statementKey(statement.key()),
                change.resource(),
                statement.emptied(),
                said.message());
    }

    private static Change change(Said one, List<Withdrawn> withdrawn, Stamp stamp, boolean late) {
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
                Optional.of(new Change.Statement(one.key(), stamp, emptied, late)));
    }

    /** What is taken back of no statement is kept as told too: a statement of before may come late. */
    private Mapped<List<Outcome>> withdraw(
            Transaction transaction,
            Caller sender,
            Version.SaidBy said,
            Withdrawn withdrawn,
            Outcome patient,
            boolean late,
            Stamp stamp,
            List<Telling> told) {
        Optional<String> key =
                withdrawn.which() instanceof Withdrawn.Which.Keyed(String one) ? Optional.of(one) : Optional.empty();
        List<Long> statements = contributions.statements(
                transaction, sender.partner().ods(), patient.pk(), withdrawn.type(), key, !late);
        if (withdrawn.which() instanceof Withdrawn.Which.OnlyOne && statements.size() > 1) {
            return new Mapped<>(
                    List.of(),
                    List.of(new Loss(
                            withdrawn.place(), "several statements stand: it does not tell which one is taken back")));
        }
        Change.Statement statement = new Change.Statement(key.orElse(""), stamp, Set.of(), late);
        told.add(new Telling(
                sender.partner().ods(),
                patient.pk(),
                withdrawn.type(),
                stamp,
                key.map(Identities::statementKey).orElse(null),
                null,
                Set.of(),
                said.message()));
        if (late) {
            keep(transaction, told);
        }
        if (statements.isEmpty()) {
            return new Mapped<>(
                    List.of(), List.of(new Loss(withdrawn.place(), "there is no statement that it could take back")));
        }
        List<Change> changes = statements.stream()
                .map(pk -> Change.takenBack(withdrawn.place(), withdrawn.type(), pk, statement))
                .toList();
        return Mapped.whole(write.write(transaction, sender, said, changes));
    }
}
