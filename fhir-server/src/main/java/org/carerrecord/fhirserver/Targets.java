package org.carerrecord.fhirserver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.validation.Inspected;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Finds what the changes of one exchange are aimed at, and turns their links into ids. */
final class Targets {

    private final Aims aims;
    private final Conditions conditions;
    private final Ids ids;
    private final Caller caller;

    private final Links links = new Links();
    private final Set<Long> targetsSeen = new HashSet<>();

    Targets(Aims aims, Conditions conditions, Ids ids, Caller caller) {
        this.aims = aims;
        this.conditions = conditions;
        this.ids = ids;
        this.caller = caller;
    }

    /**
     * The proposals, in the order of the changes; a deletion that finds nothing has none.
     *
     * @param inspected what the changes' resources refer to
     */
    Map<Change, Proposal> of(List<Change> changes, Map<Change, Inspected> inspected) {
        Map<Change, Proposal> found = new HashMap<>();
        // What identifies a resource may name its patient, so that patients come first.
        changes.stream().filter(Targets::isPatient).forEach(change -> find(change, inspected, found));
        changes.stream().filter(change -> !isPatient(change)).forEach(change -> find(change, inspected, found));
        Map<Change, Proposal> ordered = new LinkedHashMap<>();
        for (Change change : changes) {
            @Nullable Proposal proposal = found.get(change);
            if (proposal != null) {
                link(proposal);
                ordered.put(change, proposal);
            }
        }
        return ordered;
    }

    private static boolean isPatient(Change change) {
        return change.type().equals("Patient");
    }

    private void find(Change change, Map<Change, Inspected> inspected, Map<Change, Proposal> found) {
        @Nullable Resource resource = change.resource();
        @Nullable Inspected its = inspected.get(change);
        if (its != null && isLinked(resource)) {
            links.follow(its, text -> conditions.reference(change.place(), text));
        }
        Optional<Held> held = aims.held(change, resource)
                .or(() -> aims.recognised(change, resource).filter(one -> !targetsSeen.contains(one.pk())));
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
        String reference = change.type() + "/" + id;
        change.link().ifPresent(link -> links.put(link, reference));
        if (isPatient(change)) {
            aims.know(reference, pk, held.isEmpty());
        }
        found.put(
                change,
                new Proposal(change, pk, id, held, aims.place(change), aims.another(change), Optional.ofNullable(its)));
    }

    /** The entries of a document refer to each other. */
    private static boolean isLinked(@Nullable Resource resource) {
        return resource != null && !(resource instanceof Bundle);
    }

    /** Turns every link of the exchange that the proposal follows into an id. */
    private void link(Proposal proposal) {
        @Nullable Resource resource = proposal.change().resource();
        if (resource != null && isLinked(resource)) {
            String place = proposal.change().place();
            Inspected its = proposal.inspected().orElseThrow();
            links.follow(its, text -> conditions.reference(place, text));
            links.followElsewhere(resource, its);
            if (!caller.partner().asItIs()) {
                Links.requireNone(place, its);
            }
        }
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

    static Fault twice(Change change) {
        return new Fault(FaultKind.INVALID, change.place(), "two entries change one resource; send it once");
    }
}
