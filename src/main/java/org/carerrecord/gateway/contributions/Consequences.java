package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What follows from what was said: endings, reviews and Flags (carer-model.md, contributions 6). */
@Component
final class Consequences {

    private final Contributions contributions;
    private final OneRecord record;
    private final Endings endings;
    private final Reviews reviews;
    private final CarerFlags flags;
    private final Ids ids;

    Consequences(
            Contributions contributions,
            OneRecord record,
            Endings endings,
            Reviews reviews,
            CarerFlags flags,
            Ids ids) {
        this.contributions = contributions;
        this.record = record;
        this.endings = endings;
        this.reviews = reviews;
        this.flags = flags;
        this.ids = ids;
    }

    /**
     * One proposal, and all that is said of its resource now.
     *
     * @param said with what was said of it before
     */
    record Told(Said said, List<Contribution> now) {

        private long pk() {
            return said.proposal().pk();
        }

        private String type() {
            return said.change().type();
        }

        private Set<Long> people() {
            Set<Long> people = new HashSet<>();
            Stream.concat(said.before().stream(), now.stream()).forEach(one -> {
                if (one.about().patient() != null) {
                    people.add(one.about().patient());
                }
            });
            return people;
        }
    }

    /**
     * What is known of an exchange.
     *
     * @param settled what is stored, by the resources' keys; what follows is added
     * @param ended keys of relationships that ended with the death of the carer
     * @param dead keys of people who died
     * @param alive keys of people who did not die, as was said before
     * @param flagged keys of people whose Flag may change
     */
    private record Round(
            Transaction transaction,
            LocalDate today,
            Patients patients,
            Map<Long, Settled> settled,
            Set<Long> ended,
            Set<Long> dead,
            Set<Long> alive,
            Set<Long> flagged) {}

    /**
     * Adds to what is settled what follows from it.
     *
     * @param ended what of it ended with the death of the carer
     * @param held what is held of people's Flags
     */
    void follow(
            Transaction transaction,
            List<Told> told,
            Set<Long> ended,
            FlagsHeld held,
            Patients patients,
            Map<Long, Settled> settled) {
        Round round = new Round(
                transaction,
                StatedTime.day(transaction.now()),
                patients,
                settled,
                ended,
                new HashSet<>(),
                new HashSet<>(),
                new LinkedHashSet<>());
        for (Told one : told) {
            Settled its = Objects.requireNonNull(settled.get(one.pk()));
            switch (its.resource()) {
                case Patient person -> ofPerson(round, one, its, person);
                case RelatedPerson related -> ofRelationship(round, one, its, related);
                case Flag flag -> ofFlag(round, one, its, flag);
                case null, default -> {}
            }
            if (one.type().equals("RelatedPerson") || one.now().stream().anyMatch(now -> saysHasCarer(now.said()))) {
                round.flagged().addAll(one.people());
            }
        }
        told.stream()
                .filter(one -> !ended.contains(one.pk()) && !Collections.disjoint(round.alive(), one.people()))
                .map(one -> Map.entry(Objects.requireNonNull(settled.get(one.pk())), one.now()))
                .forEach(one -> reviews.anew(transaction, one.getKey(), one.getValue(), settled));
        flags.follow(
                transaction,
                held,
                round.flagged(),
                round.dead(),
                told.stream().flatMap(one -> one.now().stream()).toList(),
                settled);
    }

    private void ofPerson(Round round, Told one, Settled its, Patient person) {
        boolean isDead = Endings.isDead(person);
        if (isDead) {
            round.dead().add(one.pk());
        }
        boolean wasDead = one.said().before().stream().anyMatch(before -> Endings.isDead(before.said()));
        if (its.held().isPresent() && (isDead || wasDead)) {
            if (!isDead) {
                round.alive().add(one.pk());
            }
            endings.follow(round.transaction(), its, round.settled(), round.today());
            round.flagged().add(one.pk());
        }
        if (its.held().isPresent()) {
            OwnCarers.check(
                    round.transaction(),
                    contributions,
                    its,
                    person,
                    one.said().before(),
                    round.settled().keySet());
        }
        if (its.held().isPresent() && !born(one.said().before()).equals(born(one.now()))) {
            ofAge(round, its, person);
        }
    }

    private static Set<String> born(List<Contribution> said) {
        return said.stream()
                .filter(Contribution::active)
                .flatMap(one -> one.said() instanceof Patient person && person.hasBirthDate()
                        ? Optional.ofNullable(person.getBirthDateElement().getValueAsString()).stream()
                        : Stream.empty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Who is found to be a child, or to be none: what is held of their caring is nobody else's, or is again. */
    private void ofAge(Round round, Settled its, Patient person) {
        UUID key = Identities.flagKey("Patient/" + its.id(), FlagMeaning.IS_CARER);
        Optional<Held> held = Records.byKey(round.transaction(), key)
                .filter(flag -> flag.live() && !round.settled().containsKey(flag.pk()));
        List<Contribution> told = held.map(flag -> contributions.of(round.transaction(), List.of(flag.pk())))
                .orElse(List.of());
        if (!told.isEmpty()) {
            OneRecord.Made made = record.of(told, round.today());
            Settled flag = CarerFlags.settled(ids, held, key, made);
            boolean isShared = made.shared() && !Claim.isMinor(person, round.today());
            round.settled().put(flag.pk(), flag.with(flag.resource(), isShared));
        }
    }

    private void ofRelationship(Round round, Told one, Settled its, RelatedPerson related) {
        String reference = related.getPatient().getReference();
        OwnCarers.refuse(one.said().change(), round.patients(), round.today(), round.settled());
        Optional<Patient> died =
                reference == null ? Optional.empty() : round.patients().dead(reference, round.settled());
        if (died.isPresent()) {
            Endings.end(related, died.get());
            round.dead().addAll(one.people());
        } else if (!round.ended().contains(its.pk())) {
            reviews.follow(round.transaction(), its, one.said().before(), one.now(), round.settled());
            reviews.ofNumber(round.transaction(), its, one.said().before(), one.now(), round.settled());
        }
    }

    private void ofFlag(Round round, Told one, Settled its, Flag flag) {
        @Nullable String subject = flag.getSubject().getReference();
        if (subject == null) {
            return;
        }
        if (saysHasCarer(flag)
                && round.patients().dead(subject, round.settled()).isPresent()) {
            round.dead().addAll(one.people());
        }
        if (FlagMeaning.of(flag).filter(FlagMeaning.IS_CARER::equals).isPresent()) {
            ofOwnFlag(round, one, its, flag, subject);
        }
    }

    /** A Flag on a young carer's own record is nobody else's; one that is over has each relationship looked into. */
    private void ofOwnFlag(Round round, Told one, Settled its, Flag flag, String subject) {
        Optional<Patient> carer = round.patients().of(subject, round.settled());
        if (carer.filter(person -> Claim.isMinor(person, round.today())).isPresent()) {
            round.settled().put(its.pk(), its.with(flag, false));
        }
        if (isOver(flag) && one.said().own().stream().noneMatch(before -> before.active() && isOver(before.said()))) {
            carer.ifPresent(person -> reviews.ofPerson(round.transaction(), person, round.settled()));
        }
    }

    private static boolean isOver(Resource flag) {
        return flag instanceof Flag one && one.getStatus() == FlagStatus.INACTIVE;
    }

    private static boolean saysHasCarer(Resource said) {
        return said instanceof Flag flag
                && FlagMeaning.of(flag).filter(FlagMeaning.HAS_CARER::equals).isPresent();
    }
}
