package org.carerrecord.gateway.identity;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Reasons;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.springframework.stereotype.Component;

/** The links of a Person to relationships: made by rule or by people, each with its reasons, and taken back. */
@Component
public class PersonLinks {

    private static final String PATIENT = "Patient/";

    /** Who has a single relationship goes to whom has more, else to the older one. */
    private static final Comparator<Settled> MOST_FIRST = Comparator.comparing(
                    (Settled person) -> -relationships(PersonRecords.links(person)))
            .thenComparing(Settled::pk);

    private final Resources resources;
    private final PersonRecords records;

    PersonLinks(Resources resources, Ids ids) {
        this.resources = resources;
        records = new PersonRecords(resources, ids);
    }

    /** What became of links that were to be made. */
    enum Outcome {
        /** They are there already. */
        STANDS,
        MADE,
        /** People must look. */
        HELD_BACK
    }

    /**
     * Puts them behind one Person. Where several of them have Persons of several relationships already, or Patients of their own,
     * or people told some of them apart, people must look, and nothing is joined.
     *
     * @param same those who are linked to a carer: relationships, or their own Patient
     */
    Outcome join(Transaction transaction, String carer, Map<String, SamePerson.Same> same, Map<Long, Settled> settled) {
        if (same.isEmpty()) {
            return Outcome.STANDS;
        }
        Map<String, SamePerson.Same> links = new TreeMap<>(same);
        links.put(carer, same.values().stream().max(SamePerson.Same.SURER).orElseThrow());
        Map<Long, Settled> persons = records.of(transaction, links.keySet(), settled);
        if (persons.size() == 1
                && PersonRecords.links(persons.values().iterator().next()).containsAll(links.keySet())) {
            return Outcome.STANDS;
        }
        Set<String> joined = new TreeSet<>(links.keySet());
        persons.values().forEach(person -> joined.addAll(PersonRecords.links(person)));
        Set<Apart.Pair> apart = Apart.among(transaction, joined);
        if (!apart.isEmpty()) {
            Map<String, SamePerson.Same> others = new TreeMap<>(same);
            return others.keySet().removeAll(Apart.from(carer, apart))
                    ? join(transaction, carer, others, settled)
                    : Outcome.HELD_BACK;
        }
        List<Settled> all = persons.values().stream().sorted(MOST_FIRST).toList();
        List<Settled> taken = all.stream().skip(1).toList();
        boolean areSeveral = taken.stream().anyMatch(other -> relationships(PersonRecords.links(other)) > 1);
        if (areSeveral || joined.size() - relationships(joined) > 1) {
            return Outcome.HELD_BACK;
        }
        SamePerson.Same surest = Objects.requireNonNull(links.get(carer));
        taken.forEach(other -> {
            PersonRecords.links(other).forEach(reference -> links.putIfAbsent(reference, surest));
            settled.put(other.pk(), PersonRecords.settled(other.pk(), other.id(), other.held(), null));
        });
        Settled person = all.stream().findFirst().orElseGet(records::unknown);
        tell(transaction, person, links);
        Settled next = PersonRecords.joined(person, links);
        settled.put(next.pk(), next);
        return Outcome.MADE;
    }

    /** Why each link that is not there yet is made. */
    private void tell(Transaction transaction, Settled person, Map<String, SamePerson.Same> links) {
        Set<String> held = PersonRecords.links(person);
        links.forEach((reference, same) -> {
            if (!held.contains(reference)) {
                Reasons.keep(
                        transaction, person.pk(), resources.json(same.why().told(List.of(new Reference(reference)))));
            }
        });
    }

    /**
     * Links two relationships because people say that they are of one human being.
     *
     * @return false where other Persons or what people told apart are in the way
     */
    public boolean link(Transaction transaction, String one, String other, Map<Long, Settled> settled) {
        return join(transaction, one, Map.of(other, SamePerson.Same.BY_PEOPLE), settled) == Outcome.MADE;
    }

    /**
     * Links relationships because the organisation that gives their carer's numbers says that they are of one human being.
     *
     * @return false where other Persons or what people told apart are in the way
     */
    public boolean merge(Transaction transaction, List<String> relationships, Map<Long, Settled> settled) {
        Map<String, SamePerson.Same> others = new TreeMap<>();
        relationships.stream().skip(1).forEach(other -> others.put(other, SamePerson.Same.BY_MERGE));
        return relationships.isEmpty()
                || join(transaction, relationships.getFirst(), others, settled) != Outcome.HELD_BACK;
    }

    /**
     * A human being with a Patient of their own.
     *
     * @param patients references
     * @param relationships references
     * @param before to whom the Person was linked until now
     */
    public record Known(Set<String> patients, Set<String> relationships, Set<String> before) {}

    /**
     * Who is behind references, and whoever's links are settled here.
     *
     * @param references of relationships and Patients
     */
    public List<Known> known(Transaction transaction, Set<String> references, Map<Long, Settled> settled) {
        Map<Long, Settled> persons =
                references.isEmpty() ? new HashMap<>() : records.of(transaction, references, settled);
        settled.values().stream().filter(one -> one.type().equals("Person")).forEach(one -> persons.put(one.pk(), one));
        return persons.values().stream()
                .map(one -> {
                    Map<Boolean, Set<String>> now = (one.resource() == null
                                    ? Set.<String>of()
                                    : PersonRecords.links(one))
                            .stream().collect(Collectors.partitioningBy(PersonLinks::isPatient, Collectors.toSet()));
                    return new Known(
                            Objects.requireNonNull(now.get(true)),
                            Objects.requireNonNull(now.get(false)),
                            one.held()
                                    .filter(held -> settled.containsKey(held.pk()))
                                    .map(held -> PersonRecords.links(records.held(transaction, held)))
                                    .orElse(Set.of()));
                })
                .filter(one ->
                        !one.patients().isEmpty() || one.before().stream().anyMatch(PersonLinks::isPatient))
                .toList();
    }

    /** Who is behind one Person with a relationship, that one among them; it alone where there is no such Person. */
    public Set<String> linked(Transaction transaction, String relationship) {
        Set<String> linked = new TreeSet<>(Set.of(relationship));
        records.of(transaction, Set.of(relationship), Map.of())
                .values()
                .forEach(person -> linked.addAll(PersonRecords.links(person)));
        return linked;
    }

    public static boolean isPatient(String reference) {
        return reference.startsWith(PATIENT);
    }

    private static int relationships(Set<String> references) {
        return (int) references.stream().filter(one -> !isPatient(one)).count();
    }

    /** Whether two relationships are behind one Person. */
    public boolean areLinked(Transaction transaction, String one, String other) {
        Map<UUID, Held> persons = Records.byKeys(transaction, PersonRecords.keys(Set.of(one, other)));
        return persons.size() == 2
                && persons.values().stream().map(Held::pk).distinct().count() == 1;
    }

    /** Takes the one of two that came later from the Person of both: who was there before stays with the others. */
    public void part(Transaction transaction, String one, String other, Map<Long, Settled> settled) {
        String later = records.of(transaction, Set.of(one), settled).values().stream()
                .flatMap(person -> ((Person) Objects.requireNonNull(person.resource())).getLink().stream())
                .map(link -> link.getTarget().getReference())
                .filter(reference -> reference.equals(one) || reference.equals(other))
                .reduce(one, (earlier, next) -> next);
        unlink(transaction, later, settled);
    }

    /** Takes a relationship or a Patient from its Person, if it has one; a Person of a single link is none. */
    public void unlink(Transaction transaction, String relationship, Map<Long, Settled> settled) {
        records.of(transaction, Set.of(relationship), settled).values().forEach(before -> {
            Person person = (Person) Objects.requireNonNull(before.resource()).copy();
            person.getLink()
                    .removeIf(link -> relationship.equals(link.getTarget().getReference()));
            settled.put(
                    before.pk(),
                    PersonRecords.settled(
                            before.pk(),
                            before.id(),
                            before.held(),
                            person.getLink().size() > 1 ? person : null));
        });
    }
}
