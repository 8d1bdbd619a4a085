package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.linkage.BlockingKeys;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Person.IdentityAssuranceLevel;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * The Person behind the relationships of one human being who cares for several people (carer-model.md, "What is held where").
 *
 * <p>It is made when there are two relationships to join, and lies in nobody's compartment: its links would tell of people
 * whom a reader may not know.
 */
@Component
public class Persons {

    /** A date of birth is no more wrong than another one where only keys are made of it. */
    private static final LocalDate ANY_DAY = LocalDate.of(9999, 12, 31);

    private final LinkKeys keys;
    private final SamePerson samePerson = new SamePerson();
    private final Resources resources;
    private final Ids ids;

    Persons(LinkKeys keys, Resources resources, Ids ids) {
        this.keys = keys;
        this.resources = resources;
        this.ids = ids;
    }

    /** What those who speak of one carer at one time have in common. */
    public static Set<UUID> locks(RelatedPerson carer) {
        return BlockingKeys.of(Description.of(carer, ANY_DAY)).stream()
                .map(key -> Hash.key("link " + key))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Adds to what is settled the Persons of carers who are told of elsewhere, too.
     *
     * @param carers keys of relationships of which something else is said than before
     */
    public void follow(Transaction transaction, Set<Long> carers, Map<Long, Settled> settled) {
        LocalDate today = LocalDate.ofInstant(transaction.now(), StatedTime.ENGLAND);
        for (long pk : carers) {
            Settled carer = Objects.requireNonNull(settled.get(pk));
            if (carer.resource() instanceof RelatedPerson told) {
                OwnSelf.refuse(transaction, carer, told, settled);
                List<Long> candidates = keys.put(transaction, pk, keys.of(Description.of(told, today)));
                Map<String, IdentityAssuranceLevel> same = new TreeMap<>();
                related(transaction, candidates, settled).forEach((reference, other) -> {
                    if (!isOfSamePatient(told, other)) {
                        samePerson.assurance(told, other, today).ifPresent(level -> same.put(reference, level));
                    }
                });
                join(transaction, "RelatedPerson/" + carer.id(), same, settled);
            } else {
                keys.put(transaction, pk, LinkKeys.Digests.NONE);
            }
        }
    }

    private static boolean isOfSamePatient(RelatedPerson one, RelatedPerson other) {
        return Objects.equals(
                one.getPatient().getReference(), other.getPatient().getReference());
    }

    /** The relationships as they are settled here, or else as they are held, by their references. */
    private Map<String, RelatedPerson> related(Transaction transaction, List<Long> pks, Map<Long, Settled> settled) {
        Map<String, RelatedPerson> related = new HashMap<>();
        List<Long> held = new ArrayList<>();
        for (long pk : pks) {
            Settled here = settled.get(pk);
            if (here == null) {
                held.add(pk);
            } else if (here.resource() instanceof RelatedPerson told) {
                related.put("RelatedPerson/" + here.id(), told);
            }
        }
        if (!held.isEmpty()) {
            Records.current(transaction, Sql.in("r.pk", held).then(" and not r.deleted"))
                    .forEach(version -> related.put(version.reference(), (RelatedPerson) resources.of(version)));
        }
        return related;
    }

    /** Puts them behind one Person; where they have several already, people must look, and nothing is joined. */
    private void join(
            Transaction transaction,
            String carer,
            Map<String, IdentityAssuranceLevel> same,
            Map<Long, Settled> settled) {
        if (same.isEmpty()) {
            return;
        }
        Map<String, IdentityAssuranceLevel> links = new TreeMap<>(same);
        links.put(carer, same.values().iterator().next());
        Set<UUID> all = keys(links.keySet());
        Map<Long, Settled> persons = new HashMap<>();
        Records.byKeys(transaction, all).values().forEach(held -> persons.put(held.pk(), held(transaction, held)));
        settled.values().stream()
                .filter(one -> one.keys().stream().anyMatch(all::contains))
                .forEach(one -> persons.put(one.pk(), one));
        if (persons.size() <= 1) {
            Settled person = persons.values().stream().findFirst().orElseGet(this::unknown);
            Settled joined = joined(person, links);
            settled.put(joined.pk(), joined);
        }
    }

    private static Set<UUID> keys(Set<String> relationships) {
        return relationships.stream().map(Persons::key).collect(Collectors.toUnmodifiableSet());
    }

    /** The identity key of the Person who is linked to a relationship. */
    static UUID key(String relationship) {
        return Hash.key("Person of " + relationship);
    }

    private Settled held(Transaction transaction, Held held) {
        Person person = (Person) resources.of(
                Records.current(transaction, Sql.of("r.pk = ?", held.pk())).getFirst());
        return settled(held.pk(), held.id(), Optional.of(held), person);
    }

    private Settled unknown() {
        Person person = new Person();
        person.getMeta().addTag().setSystem(Canonical.CodeSystem.TAG).setCode("server-made");
        return settled(ids.key(), ids.id(), Optional.empty(), person.setActive(true));
    }

    private static Settled joined(Settled before, Map<String, IdentityAssuranceLevel> links) {
        Person person = (Person) Objects.requireNonNull(before.resource()).copy();
        Set<String> held = links(person);
        links.forEach((reference, assurance) -> {
            if (!held.contains(reference)) {
                person.addLink().setTarget(new Reference(reference)).setAssurance(assurance);
            }
        });
        return settled(before.pk(), before.id(), before.held(), person);
    }

    private static Settled settled(long pk, String id, Optional<Held> held, Resource person) {
        return new Settled(
                "Person",
                "Person",
                pk,
                id,
                held,
                person,
                keys(links((Person) person)),
                false,
                false,
                Set.of(),
                Set.of(),
                true);
    }

    private static Set<String> links(Person person) {
        return person.getLink().stream()
                .map(link -> link.getTarget().getReference())
                .collect(Collectors.toSet());
    }
}
