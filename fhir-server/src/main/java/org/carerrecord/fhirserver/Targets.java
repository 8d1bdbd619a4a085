package org.carerrecord.fhirserver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.search.SearchSql;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the changes of one exchange are aimed at, and turns their links into ids.
 *
 * <p>Looking somebody up by identifier in order to write is the gateway's look (carer-model.md, identity 0): it goes past the
 * agreement, and its answer goes no further than the write.
 */
final class Targets {

    private final Resources resources;
    private final QueryParser queries;
    private final WriteRule rule;
    private final Ids ids;
    private final Transaction transaction;
    private final Caller caller;
    private final Visibility visibility;

    private final Map<String, String> links = new HashMap<>();
    private final Set<UUID> keysSeen = new HashSet<>();
    private final Set<Long> targetsSeen = new HashSet<>();

    Targets(
            Resources resources,
            QueryParser queries,
            WriteRule rule,
            Ids ids,
            Transaction transaction,
            Caller caller,
            Visibility visibility) {
        this.resources = resources;
        this.queries = queries;
        this.rule = rule;
        this.ids = ids;
        this.transaction = transaction;
        this.caller = caller;
        this.visibility = visibility;
    }

    /** The proposals, in the order of the changes; a deletion that finds nothing has none. */
    Map<Change, Proposal> of(List<Change> changes) {
        Map<Change, Proposal> found = new HashMap<>();
        // What identifies a resource may name its patient, so that patients come first.
        changes.stream().filter(change -> change.type().equals("Patient")).forEach(change -> find(change, found));
        changes.stream().filter(change -> !change.type().equals("Patient")).forEach(change -> find(change, found));
        Map<Change, Proposal> ordered = new LinkedHashMap<>();
        for (Change change : changes) {
            Proposal proposal = found.get(change);
            if (proposal != null) {
                ordered.put(change, linked(proposal));
            }
        }
        return ordered;
    }

    private void find(Change change, Map<Change, Proposal> found) {
        @Nullable Resource resource = change.resource();
        if (resource != null) {
            resolve(change.place(), resource, false);
        }
        Optional<Held> held = held(change, resource);
        checkVersion(change, held);
        boolean everThere = held.filter(one -> one.version() > 0).isPresent();
        if (!everThere && change.method() == Change.Method.DELETE) {
            return;
        }
        long pk = held.map(Held::pk).orElseGet(ids::key);
        String id = held.map(Held::id).orElseGet(() -> givenId(change).orElseGet(ids::id));
        if (!targetsSeen.add(pk)) {
            throw twice(change);
        }
        change.link().ifPresent(link -> links.put(link, change.type() + "/" + id));
        found.put(change, new Proposal(change, pk, id, held));
    }

    private Optional<Held> held(Change change, @Nullable Resource resource) {
        return switch (change.aim()) {
            case Change.Aim.New() -> byKey(change, resource);
            case Change.Aim.Known(long pk) ->
                Records.held(transaction, Sql.of("r.pk = ?", pk)).stream().findFirst();
            case Change.Aim.ById(String id) -> byId(change, id);
            case Change.Aim.NewUnless(String query) -> matching(change, query, resource);
            case Change.Aim.Matching(String query) -> matching(change, query, resource);
        };
    }

    private Optional<Held> byId(Change change, String id) {
        Optional<Held> held = Records.held(transaction, change.type(), id);
        if (caller.partner().asItIs()) {
            return held;
        }
        Optional<Held> seen = held.filter(found -> visibility.sees(transaction, found));
        if (seen.isEmpty()) {
            throw new Fault(
                    FaultKind.NOT_FOUND,
                    change.place(),
                    "there is no such resource, and ids are given by the server: create it by POST or by a conditional"
                            + " PUT");
        }
        return seen;
    }

    private Optional<Held> matching(Change change, String conditions, @Nullable Resource resource) {
        Query query = queries.parse(change.type(), QueryStrings.parse(change.place(), conditions));
        if (query.clauses().isEmpty()) {
            throw new Fault(FaultKind.INVALID, change.place(), "a conditional change needs a condition");
        }
        Set<UUID> keys = keys(change, resource);
        Records.Matches found = Records.matches(transaction, condition(query), keys);
        List<Held> matches = found.byCondition();
        if (matches.size() > 1) {
            throw new Fault(
                    FaultKind.MULTIPLE_MATCHES,
                    change.place(),
                    "several resources fulfil the condition; narrow it, for example by &patient.identifier=");
        }
        if (matches.isEmpty() || !samePerson(matches.getFirst(), resource)) {
            return one(change, keys, found.byKey());
        }
        return Optional.of(matches.getFirst());
    }

    /**
     * Where a condition looks. By NHS number, or by a number that the caller itself gives, the gateway looks; by anything else
     * the caller does, so that no condition asks of people whom it may not see.
     */
    private Sql condition(Query query) {
        boolean byIdentifier = query.asksByIdentifierAlone(system -> Systems.NHS_NUMBER.equals(system)
                || Systems.isLocalOf(system, caller.partner().ods()));
        return new SearchSql(byIdentifier ? (type, alias) -> Sql.of("true") : visibility::of, transaction.now())
                .matches(query);
    }

    /** A relationship never moves to another patient: who cares for two people has two of them (carer-model.md, identity 0). */
    private boolean samePerson(Held held, @Nullable Resource resource) {
        if (resource == null
                || held.patient() == null
                || held.type().equals("Patient")
                || caller.partner().asItIs()) {
            return true;
        }
        return resources.references(resource).stream()
                .map(Reference::getReference)
                .flatMap(text -> Optional.ofNullable(text).flatMap(ReferenceText::local).stream())
                .filter(reference -> reference.type().equals("Patient"))
                .flatMap(reference -> Records.held(transaction, "Patient", reference.id()).stream())
                .anyMatch(patient -> patient.pk() == held.patient());
    }

    private Optional<Held> byKey(Change change, @Nullable Resource resource) {
        Set<UUID> keys = keys(change, resource);
        return one(change, keys, Records.byKeys(transaction, keys));
    }

    private Set<UUID> keys(Change change, @Nullable Resource resource) {
        return resource == null || caller.partner().asItIs() ? Set.of() : rule.keys(caller, change);
    }

    /** The one whom the keys identify, each of which one entry of an exchange may use. */
    private Optional<Held> one(Change change, Set<UUID> keys, List<Held> found) {
        for (UUID key : keys) {
            if (!keysSeen.add(key)) {
                throw twice(change);
            }
        }
        Map<Long, Held> held = new LinkedHashMap<>();
        found.forEach(each -> held.put(each.pk(), each));
        if (held.size() > 1) {
            throw new Fault(
                    FaultKind.DUPLICATE,
                    change.place() + ".identifier",
                    "its identifiers belong to different people of the record; find out which is right");
        }
        return held.values().stream().findFirst();
    }

    private static void checkVersion(Change change, Optional<Held> held) {
        if (change.ifMatch().isPresent()
                && !change.ifMatch().equals(held.filter(Held::live).map(Held::version))) {
            throw new Fault(
                    FaultKind.VERSION_MISMATCH, change.place(), "the resource has changed since; read it again first");
        }
    }

    private static Optional<String> givenId(Change change) {
        return change.aim() instanceof Change.Aim.ById(String id) ? Optional.of(id) : Optional.empty();
    }

    private static Fault twice(Change change) {
        return new Fault(FaultKind.INVALID, change.place(), "two entries change one resource; send it once");
    }

    /** The proposal with every link of the exchange turned into an id. */
    private Proposal linked(Proposal proposal) {
        @Nullable Resource resource = proposal.change().resource();
        if (resource != null) {
            resolve(proposal.change().place(), resource, true);
        }
        return proposal;
    }

    private void resolve(String place, Resource resource, boolean all) {
        for (Reference reference : resources.references(resource)) {
            @Nullable String text = reference.getReference();
            if (text == null) {
                continue;
            }
            if (!text.startsWith("#")) {
                // The parser links entries of a bundle to each other, and its writer would put the whole patient in
                // here.
                reference.setResource(null);
            }
            @Nullable String known = links.get(text);
            if (known != null) {
                reference.setReference(known);
            } else if (all && text.startsWith("urn:uuid:") && !caller.partner().asItIs()) {
                throw new Fault(FaultKind.INVALID, place, "a urn:uuid refers to no entry of the bundle");
            } else if (text.indexOf('?') > 0 && text.matches("[A-Z]\\w+\\?.+")) {
                reference.setReference(conditional(place, text));
            }
        }
    }

    private String conditional(String place, String text) {
        int mark = text.indexOf('?');
        String type = text.substring(0, mark);
        Query query = queries.parse(type, QueryStrings.parse(place, text.substring(mark + 1)));
        List<Held> matches = Records.held(transaction, condition(query));
        if (matches.size() != 1) {
            throw new Fault(FaultKind.INVALID, place, "a conditional reference must find one resource");
        }
        return matches.getFirst().reference();
    }
}
