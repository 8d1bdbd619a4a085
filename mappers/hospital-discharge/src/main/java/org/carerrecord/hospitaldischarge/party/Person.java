package org.carerrecord.hospitaldischarge.party;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carerrecord.hospitaldischarge.datatype.Tables;
import org.carerrecord.mapping.NameKey;
import org.carerrecord.mapping.PartialDate;
import org.carerrecord.mapping.SamePerson;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;

/**
 * One human being among the NK1s of a message: hospitals send a second NK1 for the second role of the same person.
 *
 * @param parties the NK1s that are of this person, at least one
 * @param name of the first of them, as {@link Known} has it
 */
record Person(List<Party> parties, String name) {

    Person {
        parties = List.copyOf(parties);
    }

    /** Puts together what has the same identifier, or the same name and nothing that contradicts. */
    static List<Person> of(List<Party> parties) {
        return SamePerson.together(parties.stream().map(Known::of).toList(), Known::isSame).stream()
                .map(same -> new Person(
                        same.stream().map(Known::party).toList(),
                        same.getFirst().name()))
                .toList();
    }

    /**
     * By what one is told from another; made once for each, since each is compared with all.
     *
     * @param name family and given names in capitals, no punctuation, for example {@code ONEILL|SEAN|PAT}
     */
    private record Known(Party party, String name, List<String> numbers, Optional<PartialDate> born) {

        static Known of(Party party) {
            return new Known(
                    party,
                    Person.name(party),
                    party.identifiers().stream().map(Person::number).toList(),
                    party.nk1().text(16).flatMap(PartialDate::of));
        }

        boolean isSame(Known other) {
            return (hasNumberOf(other) && !isElse(this, other))
                    || (name.equals(other.name)
                            && !SamePerson.contradict(this, other, Known::born)
                            && Person.isSame(party, other.party));
        }

        private boolean hasNumberOf(Known other) {
            for (int i = 0; i < numbers.size(); i++) {
                if (other.numbers.contains(numbers.get(i))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether two under one number are visibly not one: names and birth dates are told, and differ. */
    private static boolean isElse(Known one, Known other) {
        return !one.name.equals(other.name) && SamePerson.contradict(one, other, Known::born);
    }

    private static boolean isSame(Party one, Party other) {
        return !one.isContact()
                && !other.isContact()
                && !SamePerson.contradict(
                        one, other, party -> party.nk1().text(15).flatMap(Tables::sex))
                && !SamePerson.contradict(one, other, Person::nhsNumber);
    }

    private static Optional<String> nhsNumber(Party party) {
        return party.identifiers().stream()
                .filter(identifier -> identifier.getSystem().equals(Systems.NHS_NUMBER))
                .map(Identifier::getValue)
                .findFirst();
    }

    static String number(Identifier identifier) {
        return identifier.getSystem() + "|" + identifier.getValue();
    }

    private static String name(Party party) {
        return NameKey.of(
                party.names().isEmpty() ? new HumanName() : party.names().get(0));
    }

    /**
     * The sender's key for the person: an identifier, else the name, with birth date and sex when the message has another
     * person of that name.
     */
    String key(List<Person> all, Set<String> disputed) {
        Optional<String> number = parties.stream()
                .flatMap(party -> party.identifiers().stream())
                .map(Person::number)
                .filter(one -> !disputed.contains(one))
                .findFirst();
        if (number.isPresent()) {
            return number.get();
        }
        boolean alone = all.stream().filter(person -> person.name.equals(name)).count() == 1;
        return alone
                ? name
                : name + "|" + told(16, PartialDate::of) + "|"
                        + told(15, code -> Tables.sex(code).map(AdministrativeGender::toCode));
    }

    /** The numbers of several people, of whom at most one has it. */
    static Set<String> disputed(List<Person> all) {
        Set<String> once = new HashSet<>();
        return all.stream()
                .flatMap(person -> person.numbers().stream())
                .filter(number -> !once.add(number))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<String> numbers() {
        return parties.stream()
                .flatMap(party -> party.identifiers().stream())
                .map(Person::number)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** As it is understood, so that another spelling is no other person. */
    private String told(int field, Function<String, Optional<?>> meaning) {
        return parties.stream()
                .flatMap(party -> party.nk1().text(field).flatMap(meaning).stream())
                .findFirst()
                .map(Object::toString)
                .orElse("");
    }

    boolean isContact() {
        return parties.stream()
                .allMatch(party -> party.isContact() || party.relation().isEmergencyContactOnly());
    }

    boolean isCarer() {
        return current().stream().anyMatch(party -> party.relation().isCarer());
    }

    /** The relationships that go on, or all when every one has ended. */
    List<Party> current() {
        List<Party> goingOn =
                parties.stream().filter(party -> !party.hasEnded()).toList();
        return goingOn.isEmpty() ? parties : goingOn;
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return parties.toString();
    }
}
