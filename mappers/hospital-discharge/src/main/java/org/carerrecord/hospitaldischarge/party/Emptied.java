package org.carerrecord.hospitaldischarge.party;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * Elements of a RelatedPerson that HL7 nulls want empty (HL7 v2 chapter 2, null value).
 *
 * @param elements what is taken back
 * @param fields of NK1 that fill them
 * @param isLeft whether a value of another field is said, which no null beside it empties
 */
record Emptied(List<String> elements, List<Integer> fields, Predicate<RelatedPerson> isLeft) {

    private static final List<Emptied> ELEMENTS = List.of(
            // What somebody is to the patient, and what this says of their caring, are told by the same fields.
            of("relationship", RelatedPerson::hasRelationship, 3, 7).with("extension"),
            of("telecom", RelatedPerson::hasTelecom, 5, 6, 40),
            of("address", RelatedPerson::hasAddress, 4),
            of("period.start", person -> person.getPeriod().hasStart(), 8),
            of("period.end", person -> person.getPeriod().hasEnd(), 9),
            of("gender", RelatedPerson::hasGender, 15),
            of("birthDate", RelatedPerson::hasBirthDate, 16),
            of("communication", RelatedPerson::hasCommunication, 20));

    /** What the NK1s of one person empty; one field's null beside another field's value empties nothing. */
    static Set<String> of(List<Party> parties, RelatedPerson person) {
        return ELEMENTS.stream()
                .filter(one -> !one.isLeft.test(person)
                        && parties.stream()
                                .anyMatch(party -> one.fields.stream().anyMatch(party.nk1()::isNull)))
                .flatMap(one -> one.elements.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Emptied of(String element, Predicate<RelatedPerson> isLeft, Integer... fields) {
        return new Emptied(List.of(element), List.of(fields), isLeft);
    }

    private Emptied with(String element) {
        return new Emptied(Stream.concat(elements.stream(), Stream.of(element)).toList(), fields, isLeft);
    }
}
