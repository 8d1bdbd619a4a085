package org.carerrecord.fhirserver;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.validation.Inspected;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Finds what the changes of one exchange are aimed at, and turns their links into ids. */
final class Targets {

    private final Aims aims;
    private final GivenIds givenIds;
    private final ConditionalReferences conditional;
    private final OnceEach onceEach;
    private final Ids ids;
    private final Caller caller;

    private final Links links = new Links();

    Targets(Aims aims, GivenIds givenIds, ConditionalReferences conditional, OnceEach onceEach, Ids ids) {
        this.aims = aims;
        this.givenIds = givenIds;
        this.conditional = conditional;
        this.onceEach = onceEach;
        this.ids = ids;
        this.caller = givenIds.caller();
    }

    /**
     * The proposals of a turn, in the order of the changes; a deletion that finds nothing has none.
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
        if (its != null && Links.areFollowed(resource)) {
            links.follow(its, text -> conditional.follow(change.place(), text));
        }
        Optional<Held> held =
                givenIds.held(change, aims.held(change, resource).or(() -> aims.recognised(change, resource)
                        .filter(one -> !onceEach.isThere(one.reference()))));
        checkVersion(change, held);
        boolean everThere = held.filter(one -> one.version() > 0).isPresent();
        if (!everThere && change.method() == Change.Method.DELETE) {
            return;
        }
        Proposal proposal = new Proposal(
                change,
                held.map(Held::pk).orElseGet(ids::key),
                held.map(Held::id).orElseGet(() -> GivenIds.of(change).orElseGet(ids::id)),
                held,
                aims.place(change),
                aims.another(change),
                Optional.ofNullable(its));
        onceEach.add(proposal);
        if (change.method() == Change.Method.DELETE) {
            aims.delete(proposal.pk());
        }
        String reference = change.type() + "/" + proposal.id();
        change.link().ifPresent(link -> links.put(link, resource, reference));
        if (isPatient(change)) {
            aims.know(reference, proposal.pk(), held.isEmpty());
        }
        found.put(change, proposal);
    }

    /** Turns every link of the exchange that the proposal follows into an id. */
    private void link(Proposal proposal) {
        @Nullable Resource resource = proposal.change().resource();
        if (resource != null && Links.areFollowed(resource)) {
            String place = proposal.change().place();
            Inspected its = proposal.inspected().orElseThrow();
            links.follow(its, text -> conditional.follow(place, text));
            links.followElsewhere(resource, its);
            if (!caller.partner().asItIs()) {
                Links.requireNone(place, its);
            }
        }
    }

    /**
     * The version of a deletion counts too, by which it is brought back to life (R4, RESTful API, "delete"). Who is not told of a
     * resource has no version of it, and does not find one by trying.
     */
    private void checkVersion(Change change, Optional<Held> held) {
        if (change.ifMatch().isPresent()
                && held.filter(one -> one.version() > 0 && change.ifMatch().get() == one.version())
                        .filter(givenIds::isTold)
                        .isEmpty()) {
            throw new Fault(
                    FaultKind.VERSION_MISMATCH, change.place(), "the resource has changed since; read it again first");
        }
        if (change.mustBeNew()
                && held.filter(Held::live).filter(givenIds::isSeen).isPresent()) {
            throw new Fault(FaultKind.VERSION_MISMATCH, change.place(), "there is such a resource already");
        }
    }
}
