package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.search.IndexRow;
import org.carerrecord.fhirserver.search.IndexWriter;
import org.carerrecord.fhirserver.search.Indexer;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.store.Written;
import org.carerrecord.fhirserver.validation.Structure;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
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
    private final Indexer indexer;
    private final Structure structure;
    private final Agreement agreement;
    private final AuditTrail audit;
    private final Ids ids;
    private final WriteRule rule;

    public WritePath(
            Resources resources,
            QueryParser queries,
            Indexer indexer,
            Structure structure,
            Agreement agreement,
            AuditTrail audit,
            Ids ids,
            WriteRule rule) {
        this.resources = resources;
        this.queries = queries;
        this.indexer = indexer;
        this.structure = structure;
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
            if (change.resource() != null) {
                structure.check(change.element(), change.resource());
            }
        });
        Records.lock(transaction, locks(caller, changes));
        Visibility visibility = new Visibility(agreement, caller, transaction.now());
        Targets targets = new Targets(resources, queries, rule, ids, transaction, caller, visibility);
        Map<Change, Proposal> proposals = targets.of(changes);
        Records.lock(transaction, heldLocks(proposals.values()));
        Map<Long, Boolean> seenBefore = new HashMap<>();
        proposals
                .values()
                .forEach(proposal -> seenBefore.put(
                        proposal.pk(),
                        proposal.held().filter(Held::live).filter(targets::sees).isPresent()));
        Map<Long, Written> written =
                store(transaction, caller, said, settle(transaction, caller, said, proposals, seenBefore));
        return changes.stream()
                .map(change -> outcome(transaction, change, proposals.get(change), written, seenBefore))
                .toList();
    }

    private void permit(Caller caller, Change change) {
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

    private Set<UUID> locks(Caller caller, List<Change> changes) {
        Set<UUID> locks = new HashSet<>();
        for (Change change : changes) {
            switch (change.aim()) {
                case Change.Aim.ById(String id) -> locks.add(lock(change.type(), id));
                case Change.Aim.Matching(String query) -> locks.add(Hash.key(change.type() + "?" + query));
                case Change.Aim.NewUnless(String query) -> locks.add(Hash.key(change.type() + "?" + query));
                case Change.Aim.Known known -> {}
                case Change.Aim.New() -> {}
            }
            if (change.resource() != null) {
                locks.addAll(rule.keys(caller, change));
            }
        }
        return locks;
    }

    /** What was found by a condition or a key is locked like what was asked for by its id. */
    private static Set<UUID> heldLocks(Collection<Proposal> proposals) {
        return proposals.stream()
                .filter(proposal ->
                        proposal.held().isPresent() && !(proposal.change().aim() instanceof Change.Aim.ById))
                .map(proposal -> lock(proposal.change().type(), proposal.id()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static UUID lock(String type, String id) {
        return Hash.key(type + "/" + id);
    }

    private List<Settled> settle(
            Transaction transaction,
            Caller caller,
            Version.SaidBy said,
            Map<Change, Proposal> proposals,
            Map<Long, Boolean> seenBefore) {
        List<Proposal> toSettle = proposals.values().stream()
                .filter(proposal -> !(proposal.change().aim() instanceof Change.Aim.NewUnless
                        && Boolean.TRUE.equals(seenBefore.get(proposal.pk()))))
                .toList();
        return caller.partner().asItIs()
                ? toSettle.stream().map(Settled::asItIs).toList()
                : rule.settle(transaction, caller, said, toSettle);
    }

    private Map<Long, Written> store(
            Transaction transaction, Caller caller, Version.SaidBy said, List<Settled> settled) {
        Map<String, Long> known = new HashMap<>();
        settled.forEach(one -> known.put(one.type() + "/" + one.id(), one.pk()));
        Map<Long, Set<IndexRow>> rows = new LinkedHashMap<>();
        Map<Long, Written> written = new LinkedHashMap<>();
        Map<UUID, Long> keys = new HashMap<>();
        for (Settled one : settled) {
            Set<IndexRow> its = one.resource() == null ? Set.of() : indexer.rows(one.resource());
            its.forEach(row -> lead(transaction, caller, one, row, known));
            @Nullable Long patient = compartment(one, its, known);
            Optional<Written> version = version(transaction, one, patient);
            version.ifPresentOrElse(
                    next -> {
                        written.put(one.pk(), next);
                        rows.put(one.pk(), its);
                    },
                    () -> one.held().ifPresent(held -> RecordWriter.share(transaction, held, patient, one.shared())));
            one.keys().forEach(key -> keys.put(key, one.pk()));
        }
        RecordWriter.versions(transaction, List.copyOf(written.values()), said);
        IndexWriter.remove(
                transaction,
                written.values().stream()
                        .filter(one -> one.held().isPresent())
                        .map(Written::pk)
                        .toList());
        IndexWriter.add(transaction, rows, text -> target(text, known));
        Set<Long> heldBefore = settled.stream()
                .filter(one -> one.held().isPresent())
                .map(Settled::pk)
                .collect(Collectors.toUnmodifiableSet());
        RecordWriter.keys(transaction, keys, heldBefore);
        RecordWriter.sources(transaction, sources(settled), heldBefore);
        RecordWriter.relationships(transaction, relationships(settled, written));
        return written;
    }

    private static Set<RecordWriter.Source> sources(List<Settled> settled) {
        Set<RecordWriter.Source> sources = new HashSet<>();
        settled.forEach(
                one -> one.sources().forEach(partner -> sources.add(new RecordWriter.Source(one.pk(), partner))));
        return sources;
    }

    /** The next version; empty when it would say what the held one says. */
    private Optional<Written> version(Transaction transaction, Settled one, @Nullable Long patient) {
        boolean isHeld = one.held().filter(Held::live).isPresent();
        @Nullable Resource resource = one.resource();
        if (resource == null) {
            return isHeld
                    ? Optional.of(new Written(
                            one.pk(), one.type(), one.id(), one.held(), "DELETE", null, null, patient, one.shared()))
                    : Optional.empty();
        }
        resource.setId(one.id());
        UUID digest = resources.digest(resource);
        if (isHeld && digest.equals(one.held().map(Held::digest).orElse(null))) {
            return Optional.empty();
        }
        int next = one.held().map(Held::version).orElse(0) + 1;
        byte[] content = resources.stored(resource, one.id(), next, transaction.now());
        return Optional.of(new Written(
                one.pk(),
                one.type(),
                one.id(),
                one.held(),
                next == 1 ? "POST" : "PUT",
                content,
                digest,
                patient,
                one.shared()));
    }

    /** Finds the key of what a reference leads to; what the caller may not see is not there. */
    private void lead(Transaction transaction, Caller caller, Settled one, IndexRow row, Map<String, Long> known) {
        if (!(row instanceof IndexRow.Link(int param, String text))
                || ReferenceText.local(text).isEmpty()) {
            return;
        }
        ReferenceText reference = ReferenceText.local(text).orElseThrow();
        String name = reference.type() + "/" + reference.id();
        if (known.containsKey(name) || !resources.isType(reference.type())) {
            return;
        }
        Optional<Held> held = Records.held(transaction, reference.type(), reference.id());
        if (caller.partner().asItIs()) {
            known.put(name, held.map(Held::pk).orElseGet(() -> placeholder(transaction, reference)));
            return;
        }
        boolean unchanged =
                one.held().map(Held::patient).filter(Objects::nonNull).equals(held.map(Held::pk));
        known.put(
                name,
                held.filter(Held::live)
                        .filter(found -> unchanged || sees(transaction, caller, found))
                        .map(Held::pk)
                        .orElseThrow(() -> new Fault(
                                FaultKind.INVALID,
                                one.place(),
                                "it refers to a " + reference.type() + " that is not there")));
    }

    private boolean sees(Transaction transaction, Caller caller, Held held) {
        Visibility visibility = new Visibility(agreement, caller, transaction.now());
        return !Records.held(transaction, Sql.of("r.pk = ? and ", held.pk()).then(visibility.of(held.type(), "r")))
                .isEmpty();
    }

    private long placeholder(Transaction transaction, ReferenceText reference) {
        long pk = ids.key();
        RecordWriter.placeholder(transaction, pk, reference.type(), reference.id());
        return pk;
    }

    private static long target(String text, Map<String, Long> known) {
        return ReferenceText.local(text)
                .map(reference -> known.get(reference.type() + "/" + reference.id()))
                .orElseGet(() -> ReferenceText.elsewhere(text));
    }

    /** Whose compartment a resource lies in: its patient's or subject's, where that is a Patient. */
    private static @Nullable Long compartment(Settled one, Collection<IndexRow> rows, Map<String, Long> known) {
        if (one.type().equals("Patient")) {
            return one.pk();
        }
        if (one.resource() == null) {
            return one.held().map(Held::patient).orElse(null);
        }
        List<Integer> owners = List.of(Hash.number(one.type() + ".patient"), Hash.number(one.type() + ".subject"));
        for (int owner : owners) {
            for (IndexRow row : rows) {
                if (row instanceof IndexRow.Link(int param, String text)
                        && param == owner
                        && ReferenceText.local(text)
                                .filter(r -> r.type().equals("Patient"))
                                .isPresent()) {
                    return target(text, known);
                }
            }
        }
        return null;
    }

    private static Set<RecordWriter.Relationship> relationships(List<Settled> settled, Map<Long, Written> written) {
        Set<RecordWriter.Relationship> relationships = new HashSet<>();
        for (Settled one : settled) {
            @Nullable Written next = written.get(one.pk());
            @Nullable
            Long patient = next == null ? one.held().map(Held::patient).orElse(null) : next.patient();
            if (patient != null) {
                one.ties()
                        .forEach(tie -> relationships.add(new RecordWriter.Relationship(
                                tie.partner(), patient, Visibility.code(tie.relation()))));
            }
        }
        return relationships;
    }

    private static Outcome outcome(
            Transaction transaction,
            Change change,
            @Nullable Proposal proposal,
            Map<Long, Written> written,
            Map<Long, Boolean> seenBefore) {
        if (proposal == null) {
            return new Outcome(change.type(), 0, "", 0, transaction.now(), false, null, null);
        }
        boolean created =
                !Boolean.TRUE.equals(seenBefore.get(proposal.pk())) && change.method() != Change.Method.DELETE;
        @Nullable Written one = written.get(proposal.pk());
        if (one != null) {
            return new Outcome(
                    one.type(),
                    one.pk(),
                    one.id(),
                    one.version(),
                    transaction.now(),
                    created,
                    one.content(),
                    one.patient());
        }
        return Records.current(transaction, Sql.of("r.pk = ?", proposal.pk())).stream()
                .findFirst()
                .map(version -> new Outcome(
                        version.type(),
                        version.pk(),
                        version.id(),
                        version.version(),
                        version.updated(),
                        created,
                        version.content(),
                        version.patient()))
                .orElseThrow(() -> new IllegalStateException("a proposal was settled as nothing"));
    }
}
