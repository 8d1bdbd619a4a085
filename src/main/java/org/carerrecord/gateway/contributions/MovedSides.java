package org.carerrecord.gateway.contributions;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.gateway.identity.Persons;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** Two relationships between which statements moved: both are then what their own statements come to. */
@Component
final class MovedSides {

    private final OneRecord record;
    private final Reviews reviews;
    private final CarerFlags flags;
    private final Persons persons;

    MovedSides(OneRecord record, Reviews reviews, CarerFlags flags, Persons persons) {
        this.record = record;
        this.reviews = reviews;
        this.flags = flags;
        this.persons = persons;
    }

    /** What was said of a relationship, and is now. */
    record Told(Moves.Side side, List<Contribution> before, List<Contribution> now) {

        private Set<Long> patients() {
            return Optional.ofNullable(side.patient()).map(Set::of).orElse(Set.of());
        }
    }

    /** What both come to, and what follows from it. */
    void settle(Moves.Round round, Told one, Told other) {
        Set<UUID> keys = keys(one.now());
        settle(round, one, keys);
        Set<UUID> others = keys(other.now());
        // A number under which both were told identifies the one who stays.
        others.removeAll(keys);
        settle(round, other, others);
        flags.follow(
                round.transaction(),
                FlagsHeld.unasked(round.transaction()),
                one.patients(),
                died(round, one).isPresent() ? one.patients() : Set.of(),
                Stream.concat(one.now().stream(), other.now().stream()).toList(),
                round.settled());
        Set<String> both = Set.of(one.side().reference(), other.side().reference());
        persons
                .follow(
                        round.transaction(),
                        Set.of(one.side().pk(), other.side().pk()),
                        Claim::isOfCarer,
                        round.settled())
                .stream()
                .filter(alike -> !both.equals(Set.of(alike.one(), alike.other())))
                .forEach(round.alike()::add);
    }

    private void settle(Moves.Round round, Told told, Set<UUID> keys) {
        Moves.Side side = told.side();
        Optional<OneRecord.Made> made = Optional.of(told.now())
                .filter(now -> !now.isEmpty())
                .map(now -> record.of(now, StatedTime.day(round.transaction().now())));
        Optional<Resource> resource = made.flatMap(OneRecord.Made::resource);
        died(round, told).ifPresent(patient -> resource.ifPresent(relationship -> Endings.end(relationship, patient)));
        Settled settled = new Settled(
                "Task",
                "RelatedPerson",
                side.pk(),
                side.id(),
                side.held(),
                resource.orElse(null),
                keys,
                made.map(OneRecord.Made::shared).orElse(false),
                made.map(OneRecord.Made::young).orElse(false),
                made.map(OneRecord.Made::sources).orElse(Map.of()),
                Set.of(),
                true);
        round.settled().put(side.pk(), settled);
        reviews.follow(round.transaction(), settled, told.before(), told.now(), round.settled());
    }

    private static Optional<Patient> died(Moves.Round round, Told told) {
        return Stream.concat(told.before().stream(), told.now().stream())
                .findFirst()
                .flatMap(one -> Optional.ofNullable(
                        ((RelatedPerson) one.said()).getPatient().getReference()))
                .flatMap(patient -> round.patients().dead(patient, round.settled()));
    }

    private static Set<UUID> keys(List<Contribution> said) {
        Set<UUID> keys = new HashSet<>();
        said.forEach(one -> keys.addAll(one.carerKeys()));
        return keys;
    }
}
