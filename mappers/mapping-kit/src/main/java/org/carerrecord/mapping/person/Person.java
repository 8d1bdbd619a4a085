package org.carerrecord.mapping.person;

import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.NameKey;
import org.carerrecord.mapping.SamePerson;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * One human being among those related: a record may name the same person as a contact and as a RelatedPerson.
 *
 * @param parties what is said of this person, at least one
 */
record Person(List<Party> parties) {

    Person {
        parties = List.copyOf(parties);
    }

    /** Puts together what has the same NHS number, or the same name and nothing that contradicts. */
    static List<Person> of(List<Party> parties) {
        return SamePerson.together(parties, Person::isSame).stream()
                .map(Person::new)
                .toList();
    }

    private static boolean isSame(Party one, Party other) {
        if (one.nhsNumber().isPresent() && one.nhsNumber().equals(other.nhsNumber())) {
            return true;
        }
        return !one.name().isEmpty()
                && one.name().equals(other.name())
                && !SamePerson.contradict(one, other, Party::nhsNumber)
                && !SamePerson.contradict(
                        one,
                        other,
                        party -> Optional.ofNullable(
                                party.said().getBirthDateElement().getValueAsString()))
                && !SamePerson.contradict(
                        one, other, party -> Optional.ofNullable(party.said().getGender()));
    }

    Relation relation() {
        return parties.stream().map(Party::relation).reduce(Relation::and).orElseThrow();
    }

    /** What all say of the person: single elements of the first who says them, the others side by side. */
    RelatedPerson said() {
        RelatedPerson person = parties.getFirst().said().copy();
        for (Party party : parties.subList(1, parties.size())) {
            RelatedPerson other = party.said();
            beside(person.getMeta().getSecurity(), other.getMeta().getSecurity());
            beside(person.getIdentifier(), other.getIdentifier());
            beside(person.getName(), other.getName());
            beside(person.getTelecom(), other.getTelecom());
            beside(person.getAddress(), other.getAddress());
            beside(person.getExtension(), other.getExtension());
            if (!person.hasGender()) {
                person.setGender(other.getGender());
            }
            if (!person.hasBirthDate() && other.hasBirthDate()) {
                person.setBirthDateElement(other.getBirthDateElement());
            }
            if (!person.hasPeriod() && other.hasPeriod()) {
                person.setPeriod(other.getPeriod());
            }
        }
        return person;
    }

    private static <T extends Base> void beside(List<T> held, List<T> others) {
        others.stream()
                .filter(other -> held.stream().noneMatch(one -> one.equalsDeep(other)))
                .toList()
                .forEach(held::add);
    }

    /**
     * The sender's key for the person: an identifier, else the sender's id, else the name, with birth date and sex when the
     * record has another person of that name.
     */
    String key(List<Person> all) {
        Optional<String> number = parties.stream()
                .flatMap(party -> party.said().getIdentifier().stream())
                .map(Person::number)
                .findFirst();
        Optional<String> id = parties.stream()
                .flatMap(party -> party.id().stream())
                .filter(text -> !text.isEmpty())
                .findFirst();
        return number.or(() -> id).orElseGet(() -> named(all));
    }

    private String named(List<Person> all) {
        String name = parties.getFirst().name();
        boolean alone = all.stream()
                        .filter(person -> person.parties.getFirst().name().equals(name))
                        .count()
                == 1;
        return alone ? name : name + NameKey.apart(said());
    }

    private static String number(Identifier identifier) {
        return identifier.getSystem() + "|" + identifier.getValue();
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return parties.toString();
    }
}
