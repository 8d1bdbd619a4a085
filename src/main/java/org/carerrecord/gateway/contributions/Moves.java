package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Reasons;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Apart;
import org.carerrecord.gateway.identity.PersonLinks;
import org.carerrecord.gateway.identity.Persons;
import org.carerrecord.gateway.identity.SameTask;
import org.carerrecord.gateway.identity.Why;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Statements go from one relationship to another when people link two, and back when they take it back.
 */
@Component
final class Moves {

    private final Contributions contributions;
    private final MovedSides sides;
    private final PersonLinks links;
    private final Resources resources;
    private final Ids ids;

    Moves(Contributions contributions, MovedSides sides, PersonLinks links, Resources resources, Ids ids) {
        this.contributions = contributions;
        this.sides = sides;
        this.links = links;
        this.resources = resources;
        this.ids = ids;
    }

    /**
     * What is known of an exchange; what follows is added.
     *
     * @param settled what is stored
     * @param alike what people must look at
     */
    record Round(
            Transaction transaction, Patients patients, Map<Long, Settled> settled, List<Persons.Likeness> alike) {}

    /**
     * A relationship, or a patient.
     *
     * @param held empty for one that is made now
     * @param patient the key of the person cared for
     */
    record Side(long pk, String id, Optional<Held> held, @Nullable Long patient) {

        static Side of(Held held) {
            return new Side(held.pk(), held.id(), Optional.of(held), held.patient());
        }

        String reference() {
            return held.map(Held::reference).orElse("RelatedPerson/" + id);
        }

        private boolean isLive() {
            return held.filter(Held::live).isPresent();
        }

        boolean isOfSamePatient(Side other) {
            return Objects.equals(patient, other.patient);
        }
    }

    /** A relationship beside another, about the same person. */
    Side newSide(Side other) {
        return new Side(ids.key(), ids.id(), Optional.empty(), other.patient());
    }

    boolean areLinked(Round round, Side one, Side other) {
        return one.isOfSamePatient(other)
                ? !(one.isLive() && other.isLive())
                : links.areLinked(round.transaction(), one.reference(), other.reference());
    }

    /** carer-model.md, identity 3. */
    private boolean isLabelled(Transaction transaction, Side side) {
        return side.held()
                .filter(Held::live)
                .map(held -> Label.of(resources.of(Records.current(transaction, held))))
                .filter(label -> label != Label.NONE)
                .isPresent();
    }

    /** Makes one of the two: of one person cared for, one relationship; else two of one Person. */
    void link(Round round, Side one, Side other) {
        if (areLinked(round, one, other)) {
            return;
        }
        Transaction transaction = round.transaction();
        if (Stream.of(one, other).anyMatch(side -> isLabelled(transaction, side))) {
            throw new Fault(
                    FaultKind.INVALID,
                    "Task",
                    "somebody restricted is linked to nobody: an old and a new identity stay apart");
        }
        Apart.forget(transaction, one.pk(), other.pk());
        if (one.isOfSamePatient(other)) {
            Apart.hand(transaction, key(one, other), other.pk(), one.pk());
            links.unlink(transaction, other.reference(), round.settled());
            Reasons.keep(
                    transaction,
                    one.pk(),
                    resources.json(Why.of(Why.Rule.PEOPLE).told(List.of(new Reference(other.reference())))));
            List<Contribution> stay = contributions.of(transaction, List.of(one.pk()));
            List<Contribution> come = contributions.of(transaction, List.of(other.pk()));
            if (stay.isEmpty() || come.isEmpty()) {
                throw nothingThere();
            }
            List<Contribution> all = new ArrayList<>(stay);
            all.addAll(Moved.join(transaction, key(one, other), stay, come));
            sides.settle(round, new MovedSides.Told(one, stay, all), new MovedSides.Told(other, come, List.of()));
        } else if (!links.link(transaction, one.reference(), other.reference(), round.settled())) {
            throw new Fault(
                    FaultKind.DUPLICATE,
                    "Task",
                    "each is linked with others already, or people told some of them apart: take that back first");
        }
    }

    /** Takes back what linked the two, if anything does. */
    void part(Round round, Side one, Side other) {
        if (!one.isOfSamePatient(other)) {
            if (areLinked(round, one, other)) {
                links.part(round.transaction(), one.reference(), other.reference(), round.settled());
            }
        } else if (!one.isLive() || !other.isLive()) {
            Side stays = one.isLive() ? one : other;
            Side goes = one.isLive() ? other : one;
            List<Contribution> before = contributions.of(round.transaction(), List.of(stays.pk()));
            Apart.takeBack(round.transaction(), key(one, other));
            Moved.Parted parted = Moved.part(round.transaction(), key(one, other), goes.pk(), before);
            part(round, stays, goes, before, parted);
        }
    }

    /** Puts out of a relationship what a partner says of somebody else. */
    void putOut(Round round, Side one, Side other, String partner) {
        List<Contribution> before = contributions.of(round.transaction(), List.of(one.pk()));
        part(round, one, other, before, Moved.putOut(round.transaction(), other.pk(), before, partner));
    }

    private void part(Round round, Side stays, Side goes, List<Contribution> before, Moved.Parted parted) {
        if (parted.gone().isEmpty() || parted.left().stream().noneMatch(Contribution::active)) {
            throw nothingThere();
        }
        sides.settle(
                round,
                new MovedSides.Told(stays, before, parted.left()),
                new MovedSides.Told(goes, before, parted.gone()));
    }

    static Fault nothingThere() {
        return new Fault(FaultKind.INVALID, "Task.input", "no words of two sides stand there");
    }

    private static UUID key(Side one, Side other) {
        return SameTask.key(one.reference(), other.reference());
    }
}
