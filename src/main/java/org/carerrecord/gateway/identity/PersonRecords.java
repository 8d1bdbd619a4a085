package org.carerrecord.gateway.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Persons as they are held, and as they are stored: each is known by the keys of those to whom they are linked. */
final class PersonRecords {

    private final Resources resources;
    private final Ids ids;

    PersonRecords(Resources resources, Ids ids) {
        this.resources = resources;
        this.ids = ids;
    }

    /** The Persons of relationships, as they are settled here, or else as they are held. */
    Map<Long, Settled> of(Transaction transaction, Set<String> relationships, Map<Long, Settled> settled) {
        Set<UUID> all = keys(relationships);
        Map<Long, Settled> persons = new HashMap<>();
        Records.byKeys(transaction, all).values().forEach(held -> persons.put(held.pk(), held(transaction, held)));
        persons.keySet().removeAll(settled.keySet());
        settled.values().stream()
                .filter(one -> one.keys().stream().anyMatch(all::contains))
                .forEach(one -> persons.put(one.pk(), one));
        return persons;
    }

    static Set<UUID> keys(Set<String> relationships) {
        return relationships.stream().map(PersonRecords::key).collect(Collectors.toUnmodifiableSet());
    }

    /** The identity key of the Person who is linked to a relationship. */
    static UUID key(String relationship) {
        return Hash.key("Person of " + relationship);
    }

    Settled held(Transaction transaction, Held held) {
        Person person = (Person) resources.of(Records.current(transaction, held));
        return settled(held.pk(), held.id(), Optional.of(held), person);
    }

    /** Somebody whom nobody is linked with yet. */
    Settled unknown() {
        Person person = Resources.serverMade(new Person());
        return settled(ids.key(), ids.id(), Optional.empty(), person.setActive(true));
    }

    /** With links to more. */
    static Settled joined(Settled before, Map<String, SamePerson.Same> links) {
        Person person = (Person) Objects.requireNonNull(before.resource()).copy();
        Set<String> held = links(person);
        links.forEach((reference, same) -> {
            if (!held.contains(reference)) {
                person.addLink().setTarget(new Reference(reference)).setAssurance(same.assurance());
            }
        });
        return settled(before.pk(), before.id(), before.held(), person);
    }

    static Settled settled(long pk, String id, Optional<Held> held, @Nullable Person person) {
        return new Settled(
                "Person",
                "Person",
                pk,
                id,
                held,
                person,
                person == null ? Set.of() : keys(links(person)),
                false,
                false,
                Map.of(),
                Set.of(),
                true);
    }

    static Set<String> links(Settled person) {
        return links((Person) Objects.requireNonNull(person.resource()));
    }

    private static Set<String> links(Person person) {
        return person.getLink().stream()
                .map(link -> link.getTarget().getReference())
                .collect(Collectors.toSet());
    }
}
