package org.carerrecord.gateway.contributions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Persons.Likeness;
import org.carerrecord.gateway.identity.SameTask;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.springframework.stereotype.Component;

/**
 * Asks people whether two relationships are those of one human being: one Task for each two, seen by who speaks of either
 * and sees both (carer-model.md, identity 1).
 */
@Component
final class SameQuestions {

    private final Contributions contributions;
    private final ToldApart toldApart;
    private final Resources resources;
    private final Ids ids;

    SameQuestions(Contributions contributions, ToldApart toldApart, Resources resources, Ids ids) {
        this.contributions = contributions;
        this.toldApart = toldApart;
        this.resources = resources;
        this.ids = ids;
    }

    /**
     * A side, as it is settled here, or else as it is held.
     *
     * @param partners ODS codes of who speaks of it
     */
    private record Side(Optional<Held> held, Optional<Settled> settled, Set<String> partners) {

        private long pk() {
            return settled.map(Settled::pk).orElseGet(() -> held.orElseThrow().pk());
        }

        private boolean isShared() {
            return settled.map(Settled::shared)
                    .orElseGet(() -> held.map(Held::shared).orElse(false));
        }

        /** What is labelled now is not so yet where visibility looks. */
        private boolean isLabelled() {
            return settled.flatMap(one -> Optional.ofNullable(one.resource()))
                    .filter(resource -> Label.of(resource) != Label.NONE)
                    .isPresent();
        }

        private boolean isGone() {
            return settled.filter(one -> one.resource() == null).isPresent();
        }

        private Optional<Held> live() {
            return held.filter(Held::live);
        }
    }

    /** Adds to what is settled the questions that are new, or asked of other words, and those that are none any more. */
    void ask(
            Transaction transaction,
            Caller caller,
            ToldApart.Now now,
            List<Likeness> alike,
            Map<Long, Settled> settled) {
        Map<UUID, Likeness> questions = new HashMap<>();
        alike.forEach(one -> questions.put(SameTask.key(one.one(), one.other()), one));
        if (questions.isEmpty()) {
            return;
        }
        Map<UUID, Held> tasks = Records.byKeys(transaction, questions.keySet());
        tasks.values().removeIf(task -> !task.live());
        questions.entrySet().removeIf(one -> one.getValue().over().isPresent() && !tasks.containsKey(one.getKey()));
        Set<String> references = questions.values().stream()
                .flatMap(one -> Stream.of(one.one(), one.other()))
                .collect(Collectors.toUnmodifiableSet());
        Map<String, Side> sides = sides(transaction, references, settled);
        questions.forEach((key, question) -> {
            Side one = sides.get(question.one());
            Side other = sides.get(question.other());
            Optional<Held> held = Optional.ofNullable(tasks.get(key));
            if (one == null || other == null) {
                return;
            }
            boolean areApart = areToldApart(transaction, question, one, other, now);
            if (areApart ? held.isEmpty() : ToldApart.isOver(question)) {
                return;
            }
            Task task = task(
                    transaction, areApart ? ToldApart.over(question.one(), question.other()) : question, one, held);
            Set<String> asked = asked(transaction, caller, question.ofOne(), List.of(one, other));
            Settled next = Settled.ours(ids, "Task", held, task, Set.of(key), asked);
            settled.put(next.pk(), next);
        });
    }

    private Task task(Transaction transaction, Likeness question, Side one, Optional<Held> held) {
        if (held.isEmpty()) {
            Reference patient = one.settled()
                    .flatMap(settled -> Optional.ofNullable((RelatedPerson) settled.resource()))
                    .map(carer -> carer.getPatient().copy())
                    .orElseGet(Reference::new);
            return SameTask.question(question, patient, transaction.now());
        }
        SameTask task = SameTask.of(resources.of(Records.current(transaction, held.get())))
                .orElseThrow();
        return question.over()
                .map(over -> task.overtaken(over, transaction.now()))
                .orElseGet(() -> task.askedAgain(question, transaction.now()));
    }

    /** Whom one partner itself tells apart are two carers of a patient. */
    private boolean areToldApart(Transaction transaction, Likeness question, Side one, Side other, ToldApart.Now now) {
        return question.ofOne()
                && one.partners().stream().anyMatch(other.partners()::contains)
                && toldApart.are(transaction, one.pk(), other.pk(), now);
    }

    /**
     * Who is asked about two relationships or patients: who speaks of either and sees both.
     *
     * @param ofOne whether they are of one person cared for
     */
    Set<String> asked(
            Transaction transaction, Caller caller, Set<String> references, boolean ofOne, Map<Long, Settled> settled) {
        return asked(
                transaction,
                caller,
                ofOne,
                List.copyOf(sides(transaction, references, settled).values()));
    }

    private Set<String> asked(Transaction transaction, Caller caller, boolean ofOne, List<Side> sides) {
        return sides.stream()
                .flatMap(side -> side.partners().stream())
                .distinct()
                .filter(ods -> caller.agreement()
                        .partner(ods)
                        .map(partner -> new Caller(caller.agreement(), partner, partner.purpose(), caller.requestId()))
                        .filter(partner -> seesAll(transaction, partner, ofOne, sides))
                        .isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What is stored only now, is seen as what is held of the same person. Of what is masked, the weights would tell how like it is
     * to what somebody made up.
     */
    private boolean seesAll(Transaction transaction, Caller partner, boolean ofOne, List<Side> sides) {
        Visibility visibility = new Visibility(partner, transaction.now());
        boolean isGranted = ofOne
                && sides.stream()
                        .flatMap(side -> side.live().stream())
                        .anyMatch(held -> visibility.isGranted(transaction, held));
        return sides.stream()
                .allMatch(side -> side.isGone()
                        || side.partners().equals(Set.of(partner.partner().ods()))
                        || (!side.isLabelled()
                                && ((isGranted && side.isShared())
                                        || side.live()
                                                .filter(held ->
                                                        visibility.seen(transaction, List.of(held)).values().stream()
                                                                .anyMatch(extent -> extent.mask() == Mask.NONE))
                                                .isPresent())));
    }

    private Map<String, Side> sides(Transaction transaction, Set<String> references, Map<Long, Settled> settled) {
        Map<String, Settled> here = settled.values().stream()
                .filter(one -> references.contains(one.type() + "/" + one.id()))
                .collect(Collectors.toUnmodifiableMap(one -> one.type() + "/" + one.id(), Function.identity()));
        List<String> elsewhere = references.stream()
                .filter(reference -> !here.containsKey(reference))
                .flatMap(reference -> ReferenceText.local(reference).stream())
                .map(ReferenceText::id)
                .toList();
        List<Held> held = Records.held(
                        transaction,
                        Sql.of("r.type in ('RelatedPerson', 'Patient') and ").then(Sql.in("r.id", elsewhere)))
                .stream()
                .filter(one -> references.contains(one.reference()))
                .toList();
        Map<Long, Set<String>> partners = contributions
                .of(transaction, held.stream().map(Held::pk).toList())
                .stream()
                .filter(Contribution::active)
                .collect(Collectors.groupingBy(
                        one -> one.about().resource(),
                        Collectors.mapping(one -> one.about().partner(), Collectors.toSet())));
        Map<String, Side> sides = new HashMap<>();
        here.forEach((reference, one) -> sides.put(
                reference, new Side(one.held(), Optional.of(one), one.sources().keySet())));
        held.forEach(one -> sides.put(
                one.reference(),
                new Side(Optional.of(one), Optional.empty(), partners.getOrDefault(one.pk(), Set.of()))));
        return sides;
    }
}
