package org.carerrecord.hospitaldischarge.party;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Tables;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.PartialDate;
import org.carerrecord.mapping.SamePerson;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.StringType;

/**
 * One human being among the NK1s of a message: hospitals send a second NK1 for the second role of the same person.
 *
 * @param parties the NK1s that are of this person, at least one
 */
record Person(List<Party> parties) {

    Person {
        parties = List.copyOf(parties);
    }

    /** Puts together what has the same identifier, or the same name and nothing that contradicts. */
    static List<Person> of(List<Party> parties) {
        return SamePerson.together(parties, Person::isSame).stream()
                .map(Person::new)
                .toList();
    }

    private static boolean isSame(Party one, Party other) {
        List<String> numbers = numbers(one);
        List<String> others = numbers(other);
        if (numbers.stream().anyMatch(others::contains)) {
            return true;
        }
        return !one.isContact()
                && !other.isContact()
                && name(one).equals(name(other))
                && !SamePerson.contradict(
                        one, other, party -> party.nk1().text(16).flatMap(PartialDate::of))
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

    private static List<String> numbers(Party party) {
        return party.identifiers().stream().map(Person::number).toList();
    }

    static String number(Identifier identifier) {
        return identifier.getSystem() + "|" + identifier.getValue();
    }

    /** Family and given names in capitals, no punctuation, for example {@code ONEILL|SEAN|PAT}. */
    static String name(Party party) {
        HumanName name =
                party.names().isEmpty() ? new HumanName() : party.names().get(0);
        return Stream.concat(
                        Stream.of(Objects.requireNonNullElse(name.getFamily(), "")),
                        name.getGiven().stream().map(StringType::getValue))
                .map(Letters::of)
                .collect(Collectors.joining("|"));
    }

    /**
     * The sender's key for the person: an identifier, else the name, with birth date and sex when the message has another
     * person of that name.
     */
    String key(List<Person> all) {
        Optional<String> number = parties.stream()
                .flatMap(party -> party.identifiers().stream())
                .map(Person::number)
                .findFirst();
        if (number.isPresent()) {
            return number.get();
        }
        String name = name(parties.get(0));
        boolean alone = all.stream()
                        .filter(person -> name(person.parties.get(0)).equals(name))
                        .count()
                == 1;
        return alone
                ? name
                : name + "|" + told(16, PartialDate::of) + "|"
                        + told(15, code -> Tables.sex(code).map(AdministrativeGender::toCode));
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
