package org.carerrecord.gateway.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.gateway.contributions.MergedCarers;
import org.carerrecord.gateway.contributions.MergedPersons;
import org.carerrecord.gateway.contributions.MergedRecords;
import org.carerrecord.gateway.contributions.Merges;
import org.carerrecord.gateway.contributions.Rekeyed;
import org.carerrecord.gateway.contributions.Telling;
import org.carerrecord.gateway.contributions.Tellings;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.CarerKeys;
import org.carerrecord.mapping.Merged;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Unlinked;
import org.carerrecord.mapping.Withdrawn;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.stereotype.Component;

/** Takes what a message says of people themselves down the write path: whom it takes apart, who they are, whom it merges. */
@Component
class People {

    /** Under which a sender's words on a person themself are kept. */
    private static final UUID PERSON = Identities.statementKey("");

    private final WritePath write;
    private final Merges merges;
    private final MergedRecords mergedRecords;
    private final MergedCarers mergedCarers;
    private final MergedPersons mergedPersons;
    private final Tellings tellings;

    People(
            WritePath write,
            Merges merges,
            MergedRecords mergedRecords,
            MergedCarers mergedCarers,
            MergedPersons mergedPersons,
            Tellings tellings) {
        this.write = write;
        this.merges = merges;
        this.mergedRecords = mergedRecords;
        this.mergedCarers = mergedCarers;
        this.mergedPersons = mergedPersons;
        this.tellings = tellings;
    }

    /** @return the people by their links */
    Map<String, About> take(Round round, Rekeyed message, Late late) {
        Understood understood = message.understood();
        understood.unlinked().forEach(two -> unlink(round, two));
        Map<String, About> people = new HashMap<>();
        for (Said one : understood.said()) {
            if (one.resource() instanceof Patient who) {
                people.put(one.link(), person(round, message, one, who, late));
            }
        }
        message.former()
                .ifPresent(key -> mergedCarers.told(
                        round.transaction(),
                        round.partner(),
                        key,
                        people.values().stream()
                                .map(about -> about.patient().pk())
                                .collect(Collectors.toUnmodifiableSet())));
        return people;
    }

    private void unlink(Round round, Unlinked two) {
        Stamp at = round.saying().stamp();
        Optional<List<Change>> apart = mergedRecords.unlink(round.transaction(), round.sender(), two, at);
        if (apart.isEmpty()) {
            round.lose(
                    two.place(),
                    "the record does not hold the two as merged before, or they were spoken of by FHIR since: nothing"
                            + " is taken apart");
        } else {
            round.inOrder(write, apart.get());
            two.carer().ifPresent(keys -> unlink(round, two, keys, at));
        }
    }

    private void unlink(Round round, Unlinked two, CarerKeys keys, Stamp at) {
        MergedCarers.Parted parted = mergedCarers.unlink(round.transaction(), round.partner(), keys, at);
        String system = two.one().getIdentifierFirstRep().getSystem();
        round.say(write, mergedPersons.part(round.transaction(), round.partner(), system, parted.gone(), keys.now()));
        round.inOrder(write, parted.changes());
    }

    /** Who is one carer is one Person, after all that a message says of whom they care for. */
    void link(Round round, Understood understood) {
        understood.merged().forEach(other -> other.carer().ifPresent(keys -> mergedPersons
                .link(round.transaction(), round.partner(), other.former().getSystem(), keys)
                .ifPresentOrElse(
                        persons -> round.say(write, persons),
                        () -> round.lose(
                                other.place(),
                                "each cares for people as somebody else already, or people told them apart: as"
                                        + " Persons they stay two"))));
    }

    private About person(Round round, Rekeyed message, Said one, Patient who, Late late) {
        Understood understood = message.understood();
        Optional<Telling.Former> former = mergedRecords.former(round.transaction(), round.partner(), who);
        List<Merged> merged = understood.merged().stream()
                .filter(number -> number.patient().equals(one.link()))
                .toList();
        Saying saying = said(round, who);
        Merges.Joined joined = merges.join(round.transaction(), round.partner(), who, merged, saying.stamp());
        round.losses().addAll(joined.losses());
        List<Change> changes = new ArrayList<>();
        changes.add(saying.change(
                new Said(one.link(), one.key(), joined.survivor(), one.emptied()), withdrawn(understood, one), false));
        joined.replaced()
                .forEach(other ->
                        changes.add(other.said(saying.statement(Optional.of(PERSON), Set.of("identifier"), false))));
        List<Outcome> written = round.write(write, changes);
        Outcome patient = written.getFirst();
        late.is(patient, "Patient", "Patient", saying.stamp());
        for (int i = 0; i < changes.size(); i++) {
            round.told().add(saying.telling(written.get(i), changes.get(i)).under(i == 0 ? former : Optional.empty()));
        }
        if (!joined.replaced().isEmpty()) {
            round.keep(tellings);
            joined.replaced()
                    .forEach(other -> round.inOrder(
                            write,
                            mergedRecords.merge(
                                    round.transaction(), round.sender(), other, patient.pk(), saying.stamp())));
        }
        joined.one().forEach(other -> carer(round, other));
        return new About(patient, former, message.former());
    }

    /** Who is one person is one carer, too. */
    private void carer(Round round, Merged other) {
        other.carer().ifPresent(keys -> mergedCarers
                .merge(
                        round.transaction(),
                        round.partner(),
                        other.former().getSystem(),
                        keys,
                        round.saying().stamp())
                .ifPresentOrElse(
                        changes -> round.inOrder(write, changes),
                        () -> round.lose(
                                other.place(),
                                "people told the two apart as carers, or referred one of them, or one is"
                                        + " restricted: as carers they stay two")));
    }

    /** What the sender deleted since, it had not said in a message that was refused before: that is said after it. */
    private Saying said(Round round, Patient who) {
        Saying saying = round.saying();
        return saying.again()
                ? tellings.deleted(
                                round.transaction(),
                                round.partner(),
                                Records.byKeys(round.transaction(), Identities.patientKeys(round.partner(), who))
                                        .values()
                                        .stream()
                                        .map(Held::pk)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .filter(at -> !at.isBefore(saying.stamp().at()))
                        .map(saying::after)
                        .orElse(saying)
                : saying;
    }

    /** The elements of a person that a message takes back. */
    private static Set<String> withdrawn(Understood understood, Said person) {
        return understood.withdrawn().stream()
                .filter(taken ->
                        taken.type().equals("Patient") && taken.patient().equals(person.link()))
                .flatMap(taken -> taken.which() instanceof Withdrawn.Which.Keyed(String element)
                        ? Stream.of(element)
                        : Stream.<String>empty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
