package org.carerrecord.hospitaldischarge.party;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Addresses;
import org.carerrecord.hospitaldischarge.datatype.Carried;
import org.carerrecord.hospitaldischarge.datatype.Dates;
import org.carerrecord.hospitaldischarge.datatype.Languages;
import org.carerrecord.hospitaldischarge.datatype.Sexes;
import org.carerrecord.hospitaldischarge.datatype.Telecoms;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.CarerStatement;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.Said;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * The NK1s of one person to RelatedPerson (v2-to-FHIR, NK1[RelatedPerson]; what makes a carer: the carer model).
 *
 * <p>A carer is stated here, never confirmed; a next of kin at the patient's own address is a possible carer.
 */
final class RelatedPersonMapper {

    private static final Carried CARRIED =
            new Carried(Set.of(1, 8, 9, 15, 16, 20), Set.of(2, 3, 4, 5, 6, 7, 12, 33, 40));

    /** The contact person's name, numbers and address too, where NK1-30 names nobody else. */
    private static final Carried WITH_CONTACT_PERSON =
            new Carried(Set.of(1, 8, 9, 15, 16, 20), Set.of(2, 3, 4, 5, 6, 7, 12, 30, 31, 32, 33, 40, 41));

    private final Telling telling;
    private final List<Address> patientLivesAt;
    private final Set<String> disputed;
    private final Losses losses;

    /** @param disputed numbers that the message gives to several people: they are nobody's */
    RelatedPersonMapper(Telling telling, List<Address> patientLivesAt, Set<String> disputed, Losses losses) {
        this.telling = telling;
        this.patientLivesAt = patientLivesAt;
        this.disputed = disputed;
        this.losses = losses;
    }

    RelatedPerson map(Person person) {
        List<Party> current = current(person);
        RelatedPerson related = new RelatedPerson();
        if (person.isCarer()) {
            related.getMeta().addProfile(Canonical.Profile.CARER);
        }
        distinct(current, this::identifiers).forEach(related::addIdentifier);
        related.setPatient(new Reference(Said.PATIENT));
        relationship(current).ifPresent(related::addRelationship);
        distinct(current, Party::names).forEach(related::addName);
        distinct(current, this::telecoms).forEach(related::addTelecom);
        first(current, 15, nk1 -> Sexes.of(nk1, 15, losses)).ifPresent(related::setGender);
        first(current, 16, nk1 -> Dates.date(nk1, 16, losses)).ifPresent(related::setBirthDateElement);
        distinct(current, this::addresses).forEach(related::addAddress);
        first(current, 8, this::period).ifPresent(related::setPeriod);
        first(current, 20, nk1 -> Languages.of(nk1, 20, losses))
                .ifPresent(language -> related.addCommunication().setLanguage(language));
        CarerStatement.status(person.isCarer(), isNextOfKin(person), related.getAddress(), patientLivesAt)
                .ifPresent(related::addExtension);
        if (current.stream().anyMatch(party -> party.relation().roles().contains(RelatedRole.MAIN_CARER))) {
            related.addExtension(CarerStatement.mainCarer(telling.sender()));
        }
        current.forEach(party -> (party.isOwnContact() ? WITH_CONTACT_PERSON : CARRIED).lose(party.nk1(), losses));
        return related;
    }

    private List<Identifier> identifiers(Party party) {
        List<Identifier> its = party.identifiers().stream()
                .filter(identifier -> !disputed.contains(Person.number(identifier)))
                .toList();
        if (its.size() < party.identifiers().size()) {
            losses.add(
                    party.nk1().place(33),
                    "two people of other names and birth dates have this number: it is taken of neither; send the right"
                            + " number of each");
        }
        return its;
    }

    private List<Party> current(Person person) {
        List<Party> current = person.current();
        person.parties().stream()
                .filter(party -> !current.contains(party))
                .forEach(ended -> losses.add(
                        ended.nk1().place(), "an ended relationship of a person who has another that goes on"));
        return current;
    }

    private static Optional<CodeableConcept> relationship(List<Party> parties) {
        CodeableConcept concept = new CodeableConcept();
        distinct(parties, party -> party.relation().codings()).forEach(concept::addCoding);
        parties.stream()
                .flatMap(party -> party.relation().words().stream())
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .ifPresent(concept::setText);
        return Optional.of(concept).filter(said -> !said.isEmpty());
    }

    /** NK1-31 and NK1-41 are the contact person's numbers, NK1-32 is where they live (v2-to-FHIR). */
    private List<ContactPoint> telecoms(Party party) {
        Segment nk1 = party.nk1();
        Stream<List<ContactPoint>> own = Stream.of(
                Telecoms.of(nk1, 5, Optional.empty(), losses),
                Telecoms.of(nk1, 6, Optional.of(ContactPointUse.WORK), losses),
                Telecoms.of(nk1, 40, Optional.empty(), losses));
        Stream<List<ContactPoint>> asContact = party.isOwnContact()
                ? Stream.of(
                        Telecoms.of(nk1, 31, Optional.empty(), losses), Telecoms.of(nk1, 41, Optional.empty(), losses))
                : Stream.of();
        return Stream.concat(own, asContact).flatMap(List::stream).toList();
    }

    private List<Address> addresses(Party party) {
        List<Address> own = Addresses.of(party.nk1(), 4, losses);
        return party.isOwnContact()
                ? Stream.concat(own.stream(), Addresses.of(party.nk1(), 32, losses).stream())
                        .toList()
                : own;
    }

    private Optional<Period> period(Segment nk1) {
        Period period = new Period();
        Dates.dateTime(nk1, 8, losses).ifPresent(period::setStartElement);
        Dates.dateTime(nk1, 9, losses).ifPresent(period::setEndElement);
        return Optional.of(period).filter(said -> !said.isEmpty());
    }

    /** Named as next of kin in NK1-3 or NK1-7: kinship implies nothing, and no other role makes a carer possible. */
    private static boolean isNextOfKin(Person person) {
        return person.current().stream()
                .anyMatch(party -> party.relation().roles().contains(RelatedRole.NEXT_OF_KIN));
    }

    /** What the first NK1 says of it; another that says something else is a loss. */
    private <T> Optional<T> first(List<Party> parties, int field, Function<Segment, Optional<T>> element) {
        Optional<T> first = Optional.empty();
        for (Party party : parties) {
            Optional<T> told = element.apply(party.nk1());
            if (first.isEmpty()) {
                first = told;
            } else if (told.isPresent() && !isSame(first.get(), told.get())) {
                losses.add(
                        party.nk1().place(field), "an earlier NK1 of the same person says otherwise, and is carried");
            }
        }
        return first;
    }

    private static boolean isSame(Object one, Object other) {
        if (one instanceof Base element && other instanceof Base otherElement) {
            return element.equalsDeep(otherElement);
        }
        return one.equals(other);
    }

    private static <T extends Base> List<T> distinct(List<Party> parties, Function<Party, List<T>> elements) {
        List<T> all = parties.stream()
                .flatMap(party -> elements.apply(party).stream())
                .toList();
        if (all.size() < 2) {
            return all;
        }
        Map<String, T> distinct = new LinkedHashMap<>();
        all.forEach(element ->
                distinct.putIfAbsent(words(element, new StringBuilder()).toString(), element));
        return List.copyOf(distinct.values());
    }

    /** All that an element says, one value after another: however many there are, each is looked at once. */
    private static StringBuilder words(Base element, StringBuilder words) {
        if (element.isPrimitive()) {
            words.append(element.primitiveValue());
        }
        for (Property property : element.children()) {
            property.getValues()
                    .forEach(value -> words(
                            value, words.append('\n').append(property.getName()).append(' ')));
        }
        return words;
    }
}
