package org.carerrecord.fhirserver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.search.Indexer;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.store.Written;
import org.carerrecord.fhirserver.validation.Validation;
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
    private final Validation validation;
    private final Agreement agreement;
    private final AuditTrail audit;
    private final Ids ids;
    private final WriteRule rule;
    private final Storing storing;

    public WritePath(
            Resources resources,
            SearchParameters parameters,
            Validation validation,
            Agreement agreement,
            AuditTrail audit,
            Ids ids,
            WriteRule rule) {
        this.resources = resources;
        this.queries = new QueryParser(parameters);
        this.storing = new Storing(resources, new Indexer(parameters), agreement, ids);
        this.validation = validation;
        this.agreement = agreement;
        this.audit = audit;
        this.ids = ids;
        this.rule = rule;
    }

    /**
     * The changes in a transaction of their own, with the audit row of the attempt.
     *
     * @return an outcome for each change, in order
     * @throws Fault naming the place of the change that stopped it; nothing is stored then
     */
    public List<Outcome> exchange(Caller caller, Attempt attempt, List<Change> changes) {
        Version.SaidBy said = new Version.SaidBy(caller.partner().ods(), caller.requestId(), null, null);
        return audit.audited(attempt, transaction -> {
            List<Outcome> outcomes = write(transaction, caller, said, copies(changes));
            return Answer.of(
                    outcomes,
                    outcomes.stream().anyMatch(Outcome::created) ? 201 : 200,
                    grounds(caller, changes),
                    outcomes.stream().map(Outcome::patient).toList());
        });
    }

    /** The changes in a transaction that somebody else commits and audits. */
    public List<Outcome> write(Transaction transaction, Caller caller, Version.SaidBy said, List<Change> changes) {
        changes.forEach(change -> permit(caller, change));
        changes.forEach(change -> {
            if (change.resource() instanceof Bundle bundle) {
                resources.unlink(bundle);
            }
            if (change.resource() != null) {
                validation.structure().check(change.element(), change.resource());
                // Before anything is locked: it takes long. What a message says was mapped here.
                if (caller.partner().fullyValidated() && change.statement().isEmpty()) {
                    validation.full().require(change.element(), change.resource());
                }
            }
        });
        Records.lockKeys(transaction, keyLocks(caller, changes));
        Visibility visibility = new Visibility(agreement, caller, transaction.now());
        Targets targets = new Targets(resources, queries, rule, ids, transaction, caller, visibility);
        Map<Change, Proposal> proposals = targets.of(changes);
        proposals.values().forEach(proposal -> Publishing.refuse(caller, proposal.change(), proposal.id()));
        Records.lockResources(transaction, resourceLocks(transaction, proposals.values()));
        Referenced referenced = caller.partner().asItIs()
                ? Referenced.UNASKED
                : Referenced.by(proposals.values(), resources, visibility, transaction);
        Set<Long> seenBefore = visibility.seen(transaction, live(proposals.values()));
        Map<Long, Written> written = storing.store(
                transaction, caller, said, referenced, settle(transaction, caller, said, proposals, seenBefore));
        return outcomes(transaction, changes, proposals, written, seenBefore, visibility);
    }

    private static List<Held> live(Collection<Proposal> proposals) {
        return proposals.stream()
                .flatMap(proposal -> proposal.held().filter(Held::live).stream())
                .toList();
    }

    private void permit(Caller caller, Change change) {
        if (change.aim() instanceof Change.Aim.ById(String id)) {
            Publishing.refuse(caller, change, id);
        }
        if (agreement.mayContribute(caller, change.type()).isEmpty()) {
            throw new Fault(
                    FaultKind.FORBIDDEN,
                    change.place(),
                    "the agreement does not let this partner contribute " + change.type());
        }
    }

    private String grounds(Caller caller, List<Change> changes) {
        return changes.stream()
                .flatMap(change -> agreement.mayContribute(caller, change.type()).stream())
                .map(grant -> grant.ground())
                .findFirst()
                .orElse("");
    }

    /** A retry must find the changes as they came. */
    private static List<Change> copies(List<Change> changes) {
        return changes.stream()
                .map(change -> change.resource() == null
                        ? change
                        : change.with(change.resource().copy()))
                .toList();
    }

    private Set<UUID> keyLocks(Caller caller, List<Change> changes) {
        Set<UUID> locks = new HashSet<>();
        for (Change change : changes) {
            switch (change.aim()) {
                case Change.Aim.Matching(String query) -> locks.add(Hash.key(change.type() + "?" + query));
                case Change.Aim.NewUnless(String query) -> locks.add(Hash.key(change.type() + "?" + query));
                case Change.Aim.ById byId -> {}
                case Change.Aim.Known known -> {}
                case Change.Aim.New() -> {}
            }
            if (change.resource() != null) {
                locks.addAll(rule.keys(caller, change));
            }
        }
        return locks;
    }

    /** The resources themselves, and the people whom they are about. */
    private Set<UUID> resourceLocks(Transaction transaction, Collection<Proposal> proposals) {
        Set<UUID> locks = new HashSet<>();
        for (Proposal proposal : proposals) {
            locks.add(Hash.key(proposal.change().type() + "/" + proposal.id()));
            @Nullable Resource resource = proposal.change().resource();
            if (resource != null) {
                resources.references(resource).stream()
                        .flatMap(reference -> Optional.ofNullable(reference.getReference()).stream())
                        .filter(text -> text.startsWith("Patient/"))
                        .forEach(text -> locks.add(Hash.key(text)));
            } else {
                proposal.held().map(Held::patient).stream()
                        .flatMap(patient -> Records.held(transaction, Sql.of("r.pk = ?", patient)).stream())
                        .forEach(patient -> locks.add(Hash.key(patient.reference())));
            }
        }
        return locks;
    }

    private List<Settled> settle(
            Transaction transaction,
            Caller caller,
            Version.SaidBy said,
            Map<Change, Proposal> proposals,
            Set<Long> seenBefore) {
        List<Proposal> toSettle = proposals.values().stream()
                .filter(proposal -> !(proposal.change().aim() instanceof Change.Aim.NewUnless
                        && seenBefore.contains(proposal.pk())))
                .toList();
        return caller.partner().asItIs()
                ? toSettle.stream().map(Settled::asItIs).toList()
                : rule.settle(transaction, caller, said, toSettle);
    }

    private static List<Outcome> outcomes(
            Transaction transaction,
            List<Change> changes,
            Map<Change, Proposal> proposals,
            Map<Long, Written> written,
            Set<Long> seenBefore,
            Visibility visibility) {
        Set<Long> seenNow = visibility.seen(
                transaction,
                proposals.values().stream()
                        .flatMap(proposal -> proposal.held().stream())
                        .toList());
        Map<Long, Version> unchanged = unchanged(transaction, proposals.values(), written);
        List<Outcome> outcomes = new ArrayList<>();
        for (Change change : changes) {
            @Nullable Proposal proposal = proposals.get(change);
            if (proposal == null) {
                outcomes.add(new Outcome(change.type(), 0, "", 0, transaction.now(), false, false, null, null));
                continue;
            }
            long pk = proposal.pk();
            boolean created = !seenBefore.contains(pk) && change.method() != Change.Method.DELETE;
            boolean seen = proposal.held().isEmpty() || seenNow.contains(pk);
            @Nullable Written one = written.get(pk);
            outcomes.add(
                    one != null
                            ? Outcome.of(one, transaction.now(), created, seen)
                            : Outcome.of(Objects.requireNonNull(unchanged.get(pk)), created, seen));
        }
        return outcomes;
    }

    private static Map<Long, Version> unchanged(
            Transaction transaction, Collection<Proposal> proposals, Map<Long, Written> written) {
        List<Long> pks = proposals.stream()
                .map(Proposal::pk)
                .filter(pk -> !written.containsKey(pk))
                .toList();
        return pks.isEmpty()
                ? Map.of()
                : Records.current(transaction, Sql.in("r.pk", pks)).stream()
                        .collect(Collectors.toMap(Version::pk, Function.identity()));
    }
}
