package org.carerrecord.hospitaldischarge.party;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * What the NK1s of one message come to.
 *
 * <p>Somebody who was related in an earlier message and is a contact in a later one is held as both, under both places of
 * the record: the caring or family relationship stands until an HL7 null, an end date or a snapshot takes it back, for to be
 * somebody to call takes back nothing (roles are separate, and silence withdraws nothing). The reverse adds the related
 * person; the sender's contacts are one group of facts and are replaced as a whole by the next message that has any. A
 * contact is never counted as a carer, so nobody is counted twice.
 *
 * @param related the people who are related to the patient, carers among them
 * @param contacts who is held within the Patient instead
 * @param withdrawn the statements that HL7 nulls take back, and where the NK1s are complete the rest; a message without NK1 takes
 *     nothing back
 */
public record Parties(List<Keyed> related, List<ContactComponent> contacts, List<Withdrawn> withdrawn) {

    /**
     * A related person under the sender's key.
     *
     * @param emptied what HL7 nulls take back of them
     */
    public record Keyed(String key, RelatedPerson person, Set<String> emptied) {

        public Keyed {
            emptied = Set.copyOf(emptied);
        }
    }

    public static Parties of(List<Segment> nk1s, List<Address> patientLivesAt, Telling telling, Losses losses) {
        PartyReader reader = new PartyReader(telling, losses);
        List<Withdrawn> withdrawn = new ArrayList<>();
        List<Party> parties = new ArrayList<>();
        for (Segment nk1 : nk1s) {
            if (nk1.isNull(1)) {
                withdrawn.add(withdrawn(new Which.All(), nk1.place(1)));
            } else if (nk1.isNull(2)) {
                withdrawn.add(withdrawn(which(reader.identifiers(nk1)), nk1.place(2)));
            } else {
                reader.read(nk1).ifPresent(parties::add);
            }
        }
        if (telling.complete() && !nk1s.isEmpty()) {
            rest(nk1s.size() == parties.size() + withdrawn.size(), losses).ifPresent(withdrawn::add);
        }
        List<Person> people = Person.of(parties);
        Set<String> disputed = Person.disputed(people);
        RelatedPersonMapper relatedPersons = new RelatedPersonMapper(telling, patientLivesAt, disputed, losses);
        ContactMapper contacts = new ContactMapper(losses);
        List<Person> related =
                people.stream().filter(person -> !person.isContact()).toList();
        return new Parties(
                related.stream()
                        .map(person -> keyed(person.key(related, disputed), person, relatedPersons.map(person)))
                        .toList(),
                people.stream()
                        .filter(Person::isContact)
                        .flatMap(person -> person.parties().stream())
                        .map(contacts::map)
                        .toList(),
                List.copyOf(withdrawn));
    }

    private static Keyed keyed(String key, Person person, RelatedPerson related) {
        return new Keyed(key, related, Emptied.of(person.current(), related));
    }

    private static Which which(List<Identifier> identifiers) {
        return Stream.concat(
                        identifiers.stream().map(identifier -> (Which) new Which.Keyed(Person.number(identifier))),
                        Stream.of(new Which.OnlyOne()))
                .findFirst()
                .orElseThrow();
    }

    /** Who is left out may be the one who could not be read. */
    private static Optional<Withdrawn> rest(boolean areAllRead, Losses losses) {
        if (!areAllRead) {
            losses.add("NK1", "one of them names nobody: who is left out is not taken back");
            return Optional.empty();
        }
        return Optional.of(withdrawn(new Which.Rest(), "NK1"));
    }

    private static Withdrawn withdrawn(Which which, String place) {
        return new Withdrawn(Said.PATIENT, "RelatedPerson", which, place);
    }
}
