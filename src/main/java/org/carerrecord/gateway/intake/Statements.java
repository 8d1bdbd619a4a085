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
import org.carerrecord.gateway.contributions.Merges;
import org.carerrecord.gateway.contributions.Telling;
import org.carerrecord.gateway.contributions.Tellings;
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
    private final Withdrawals withdrawals;
    private final Tellings tellings;
    private final Resources resources;

    Statements(WritePath write, Merges merges, Withdrawals withdrawals, Tellings tellings, Resources resources) {
        this.write = write;
        this.merges = merges;
        this.withdrawals = withdrawals;
        this.tellings = tellings;
        this.resources = resources;
    }

    /**
     * Contributes: first the patients, then what is said about them, then what is taken back. What comes after a later event
     * of the same kind is told in its place among them, and reported (carer-model.md, contributions 3).
     *
     * @return what was written, with what came late or could not be told apart
     */
    Mapped<List<Outcome>> contribute(Transaction transaction, Caller sender, Saying saying, Understood understood) {
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
                changes.add(change(whole, understood.withdrawn(), saying, false));
                joined.replaced()
                        .forEach(other -> changes.add(other.said(saying.statement("", Set.of("identifier"), false))));
                List<Outcome> written = write.write(transaction, sender, saying.by(), changes);
                Outcome patient = written.getFirst();
                patients.put(one.link(), patient);
                outcomes.addAll(written);
                isLate(transaction, saying, patient, "Patient", "Patient", losses);
                for (int i = 0; i < changes.size(); i++) {
                    told.add(telling(saying, written.get(i), changes.get(i)));
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
                boolean isLate = isLate(transaction, saying, patient, type, type, losses);
                Change change = change(one, List.of(), saying, isLate);
                changes.add(change);
                told.add(telling(saying, patient, change));
            }
        }
        if (changes.stream().anyMatch(one -> one.statement().orElseThrow().late())) {
            keep(transaction, told);
        }
        outcomes.addAll(write.write(transaction, sender, saying.by(), changes));
        keep(transaction, told);
        for (Withdrawn withdrawn : understood.withdrawn()) {
            Outcome patient = patients.get(withdrawn.patient());
            if (withdrawn.type().equals("Patient") || patient == null) {
                continue;
            }
            boolean isLate = isLate(transaction, saying, patient, withdrawn.type(), withdrawn.place(), losses);
            Mapped<List<Outcome>> taken =
                    withdrawals.take(transaction, sender, saying, withdrawn, patient.pk(), isLate);
            outcomes.addAll(taken.value());
            losses.addAll(taken.losses());
        }
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
            Transaction transaction, Saying saying, Outcome patient, String type, String place, List<Loss> losses) {
        Stamp stamp = saying.stamp();
        List<Stamp> after = tellings.toldAfter(transaction, saying.by().partner(), patient.pk(), type, stamp);
        if (after.stream().anyMatch(one -> one.at().isAfter(stamp.at()))) {
            losses.add(new Loss(
                    place,
                    "this partner already told of a later event: only what that did not speak of is taken of this"));
        }
        return !after.isEmpty();
    }

    private static Telling telling(Saying saying, Outcome patient, Change change) {
        Change.Statement statement = change.statement().orElseThrow();
        return saying.telling(
                patient.pk(), change.type(), Optional.of(statement.key()), change.resource(), statement.emptied());
    }

    private static Change change(Said one, List<Withdrawn> withdrawn, Saying saying, boolean late) {
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
                Optional.of(saying.statement(one.key(), emptied, late)));
    }
}
