package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.Indexer;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Standing;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.store.Written;
import org.carerrecord.fhirserver.validation.Inspected;
import org.carerrecord.fhirserver.validation.Structure;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The one road into the record: permit, lock, find, settle by the rule, store; all in one transaction.
 *
 * <p>Used by REST and by intake; nothing else writes.
 */
public final class WritePath {

    private final Resources resources;
    private final QueryParser queries;
    private final Structure structure;
    private final Ids ids;
    private final WriteRule rule;
    private final Storing storing;

    public WritePath(Resources resources, SearchParameters parameters, Structure structure, Ids ids, WriteRule rule) {
        this.resources = resources;
        this.queries = new QueryParser(parameters);
        this.storing = new Storing(resources, new Indexer(parameters), ids);
        this.structure = structure;
        this.ids = ids;
        this.rule = rule;
    }

    /** The changes in a transaction that somebody else commits and audits; an outcome for each, in order. */
    public List<Outcome> write(Transaction transaction, Caller caller, Version.SaidBy said, List<Change> changes) {
        changes.forEach(change -> permit(caller, change));
        return permitted(transaction, caller, said, changes);
    }

    /** The same of what the caller is permitted to say, or was when it said it. */
    private List<Outcome> permitted(Transaction transaction, Caller caller, Version.SaidBy said, List<Change> changes) {
        Map<Change, Inspected> inspected = inspected(changes);
        Locks.keys(transaction, WriteLocks.keys(transaction, rule, caller, changes));
        Visibility visibility = new Visibility(caller, transaction.now());
        Conditions conditions = new Conditions(queries, rule, transaction, caller, visibility);
        ConditionalReferences conditional = new ConditionalReferences(conditions);
        OnceEach onceEach = new OnceEach(conditions);
        Targets targets = new Targets(
                new Aims(conditions, rule, transaction, caller, visibility),
                new GivenIds(transaction, caller, visibility),
                conditional,
                onceEach,
                ids);
        Turns turns = new Turns(changes, inspected);
        Map<String, Long> before = new HashMap<>();
        Map<Change, Outcome> outcomes = new HashMap<>();
        while (turns.areLeft()) {
            List<Change> turn = turns.next((change, text) -> conditional.finds(change.place(), text));
            Map<Change, Proposal> proposals = targets.of(turn, inspected);
            conditional.written(proposals.values());
            Came came = written(transaction, caller, said, visibility, proposals.values(), before);
            turn.forEach(change -> outcomes.put(change, came.outcome(change, proposals.get(change))));
        }
        onceEach.confirm();
        conditional.confirm();
        return changes.stream()
                .map(change -> Objects.requireNonNull(outcomes.get(change)))
                .toList();
    }

    /** @param before the keys of what the turns before wrote, by {@code Type/id}; with that of this turn afterwards */
    private Came written(
            Transaction transaction,
            Caller caller,
            Version.SaidBy said,
            Visibility visibility,
            Collection<Proposal> proposals,
            Map<String, Long> before) {
        proposals.forEach(proposal -> Publishing.refuse(caller, proposal.change(), proposal.id()));
        Locks.resources(transaction, WriteLocks.resources(transaction, proposals));
        // Asked for together, and answered with the first that is needed.
        WriteRule.Settlement settlement = caller.partner().asItIs()
                ? (toSettle, seen) -> toSettle.stream().map(Settled::asItIs).toList()
                : rule.settlement(transaction, caller, said, proposals);
        Supplier<Referenced> referenced = caller.partner().asItIs()
                ? () -> Referenced.known(before)
                : Referenced.by(proposals, before, resources, visibility, transaction);
        Standing.Ahead standing = Storing.ahead(transaction, held(proposals));
        Map<Long, Extent> seenBefore = visibility.seen(transaction, live(proposals));
        List<Proposal> toSettle = toSettle(proposals, seenBefore);
        Referenced refers = referenced.get();
        List<Settled> settled =
                refers.settled(() -> settlement.settle(toSettle, seenBefore), resources, held(proposals), transaction);
        refers.requireLeft(proposals, settled);
        Map<Long, Written> written =
                storing.store(transaction, caller, said, Methods.of(toSettle), refers, standing, settled);
        if (!caller.partner().asItIs()) {
            rule.follow(transaction, caller, toSettle, new BecauseOf(transaction, said));
        }
        proposals.stream()
                .filter(proposal -> proposal.change().resource() != null)
                .forEach(proposal -> before.put(proposal.change().type() + "/" + proposal.id(), proposal.pk()));
        return Came.of(transaction, proposals, written, seenBefore, visibility);
    }

    /**
     * Stores what the gateway itself says for a caller, in a transaction that somebody else commits and audits.
     *
     * @return an outcome for each, in order
     */
    public List<Outcome> say(Transaction transaction, Caller caller, Version.SaidBy said, List<Settled> ours) {
        ours.forEach(one -> Optional.ofNullable(one.resource()).ifPresent(told -> structure.check(one.type(), told)));
        Map<Long, Written> written = storing.store(
                transaction,
                caller,
                said,
                Methods.OURS,
                Referenced.UNASKED,
                Storing.ahead(transaction, List.of()),
                ours);
        return ours.stream()
                .map(one -> Optional.ofNullable(written.get(one.pk()))
                        .map(next -> Outcome.of(next, false, true, Extent.WHOLE))
                        .orElseGet(() -> Outcome.unchanged(one.held().orElseThrow(), false, true)))
                .toList();
    }

    /** Tells others' words anew because of whoever's exchange it is. */
    private final class BecauseOf implements WriteRule.Retelling {

        private final Transaction transaction;
        private final Version.SaidBy said;

        BecauseOf(Transaction transaction, Version.SaidBy said) {
            this.transaction = transaction;
            this.said = said;
        }

        @Override
        public void tell(Caller whose, List<Change> changes) {
            var unused = permitted(transaction, whose, said, changes);
        }

        @Override
        public void say(Caller whose, List<Settled> ours) {
            var unused = WritePath.this.say(transaction, whose, said, ours);
        }
    }

    /** Whether people are asked about a change, of a type and at a place, that was refused. */
    public boolean isAsked(String type, String place, Fault fault) {
        return rule.isAsked(type, place, fault);
    }

    /** Asks people about a change that was refused, in a transaction that somebody else commits and audits. */
    public List<Outcome> ask(Transaction transaction, Caller caller, Version.SaidBy said, Change refused) {
        Map<Long, Held> concerned = new LinkedHashMap<>();
        aimedAt(transaction, caller, refused).forEach(held -> concerned.put(held.pk(), held));
        Records.byKeys(transaction, rule.keys(caller, refused))
                .values()
                .forEach(held -> concerned.put(held.pk(), held));
        List<Change> questions = rule.questions(transaction, caller, concerned.values());
        return questions.isEmpty() ? List.of() : write(transaction, caller, said, questions);
    }

    /** As far as the caller sees it. */
    private List<Held> aimedAt(Transaction transaction, Caller caller, Change change) {
        Visibility visibility = new Visibility(caller, transaction.now());
        Conditions conditions = new Conditions(queries, rule, transaction, caller, visibility);
        List<Held> held =
                switch (change.aim()) {
                    case Change.Aim.ById(String id) ->
                        Records.held(transaction, change.type(), id).stream().toList();
                    case Change.Aim.Matching(String query) -> conditions.seen(change.type(), change.place(), query);
                    case Change.Aim.NewUnless(String query) -> conditions.seen(change.type(), change.place(), query);
                    case Change.Aim.Known known -> List.of();
                    case Change.Aim.New() -> List.of();
                };
        return held.stream().filter(one -> visibility.sees(transaction, one)).toList();
    }

    private Map<Change, Inspected> inspected(List<Change> changes) {
        Map<Change, Inspected> inspected = new HashMap<>();
        for (Change change : changes) {
            @Nullable Resource resource = change.resource();
            if (resource instanceof Bundle bundle) {
                resources.unlink(bundle);
            }
            if (resource != null) {
                inspected.put(change, structure.check(change.element(), resource));
            }
        }
        return inspected;
    }

    private static List<Held> held(Collection<Proposal> proposals) {
        return proposals.stream().flatMap(proposal -> proposal.held().stream()).toList();
    }

    private static List<Held> live(Collection<Proposal> proposals) {
        return held(proposals).stream().filter(Held::live).toList();
    }

    private void permit(Caller caller, Change change) {
        if (change.aim() instanceof Change.Aim.ById(String id)) {
            Publishing.refuse(caller, change, id);
        }
        if (caller.mayContribute(change.type()).isEmpty()) {
            throw new Fault(
                    FaultKind.FORBIDDEN,
                    change.place(),
                    "the agreement does not let this partner contribute " + change.type());
        }
    }

    /** Without what is created only where it is not there yet, and is there. */
    private static List<Proposal> toSettle(Collection<Proposal> proposals, Map<Long, Extent> seenBefore) {
        return proposals.stream()
                .filter(proposal -> !(proposal.change().aim() instanceof Change.Aim.NewUnless
                        && seenBefore.containsKey(proposal.pk())))
                .toList();
    }
}
