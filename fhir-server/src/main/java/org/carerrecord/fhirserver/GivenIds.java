package org.carerrecord.fhirserver;

import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The ids that senders give to what they write (R4, RESTful API, "update" and "conditional update"). */
record GivenIds(Transaction transaction, Caller caller, Visibility visibility) {

    /** The id that a new resource has, where its sender gives one. */
    static Optional<String> of(Change change) {
        return change.aim() instanceof Change.Aim.ById(String id) ? Optional.of(id) : besideCondition(change);
    }

    /** The id of a resource that is written by a condition. */
    private static Optional<String> besideCondition(Change change) {
        @Nullable Resource resource = change.resource();
        return resource != null && change.aim() instanceof Change.Aim.Matching
                ? Optional.ofNullable(resource.getIdElement().getIdPart())
                : Optional.empty();
    }

    /**
     * What is held of what a change is aimed at, its sender's id being that of what is found or one that nobody has yet.
     *
     * @param found what its condition and its keys lead to
     * @throws Fault INVALID_ID, NOT_ALLOWED, DUPLICATE
     */
    Optional<Held> held(Change change, Optional<Held> found) {
        Optional<String> given = besideCondition(change);
        if (given.isEmpty() || given.equals(found.map(Held::id))) {
            return found;
        }
        if (found.filter(this::isSeen).isPresent()) {
            throw new Fault(
                    FaultKind.INVALID_ID,
                    change.element() + ".id",
                    "the condition finds a resource with another id: send that, or none");
        }
        if (!caller.partner().asItIs()) {
            throw unknown(change);
        }
        if (!ReferenceText.isId(given.get())) {
            throw new Fault(
                    FaultKind.INVALID_ID, change.element() + ".id", "an id has 1 to 64 letters, digits, - and .");
        }
        Optional<Held> there = Records.held(transaction, change.type(), given.get());
        if (there.filter(Held::live).isPresent()) {
            throw new Fault(
                    FaultKind.DUPLICATE,
                    change.element() + ".id",
                    "a resource with that id is there, and the condition does not find it: update it by its id");
        }
        return there;
    }

    boolean isSeen(Held held) {
        return visibility.sees(transaction, held);
    }

    /** Whether the caller sees it, or said it and so was told its version. */
    boolean isTold(Held held) {
        return isSeen(held)
                || Records.isSource(transaction, held.pk(), caller.partner().ods());
    }

    static Fault unknown(Change change) {
        return new Fault(
                FaultKind.NOT_ALLOWED,
                change.place(),
                "there is no such resource, and ids are given by the server: create it by POST or by a"
                        + " conditional PUT without an id");
    }
}
