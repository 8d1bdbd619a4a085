package org.carerrecord.hospitaldischarge.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.hl7.fhir.r4.model.Patient;

/**
 * An element of the Patient that HL7 nulls want empty (HL7 v2 chapter 2, null value).
 *
 * @param fields the fields of the segment that fill it
 */
record Emptied(String element, String segment, List<Integer> fields) {

    private static final List<Emptied> ELEMENTS = List.of(
            new Emptied("name", "PID", List.of(5)),
            new Emptied("birthDate", "PID", List.of(7)),
            new Emptied("gender", "PID", List.of(8)),
            new Emptied("address", "PID", List.of(11)),
            new Emptied("telecom", "PID", List.of(13, 14, 40)),
            new Emptied("communication", "PID", List.of(15)),
            new Emptied("maritalStatus", "PID", List.of(16)),
            new Emptied("deceased", "PID", List.of(29, 30)),
            new Emptied("generalPractitioner", "PD1", List.of(3, 4)));

    /** One field's null beside another field's value empties nothing: the value is what is said. */
    static List<Withdrawn> of(Segment pid, Optional<Segment> pd1, Patient patient) {
        List<Withdrawn> withdrawn = new ArrayList<>();
        for (Emptied emptied : ELEMENTS) {
            Optional<Segment> segment = emptied.segment.equals("PID") ? Optional.of(pid) : pd1;
            segment.flatMap(emptied::nullField)
                    .filter(place -> patient.getNamedProperty(emptied.element)
                            .getValues()
                            .isEmpty())
                    .ifPresent(place -> withdrawn.add(
                            new Withdrawn(Said.PATIENT, "Patient", new Which.Keyed(emptied.element), place)));
        }
        return withdrawn;
    }

    /** All of it, contacts too: what an event takes back that deletes a person (HL7 v2 chapter 3, A29). */
    static List<Withdrawn> all(String place) {
        return Stream.concat(ELEMENTS.stream().map(Emptied::element), Stream.of("contact"))
                .map(element -> new Withdrawn(Said.PATIENT, "Patient", new Which.Keyed(element), place))
                .toList();
    }

    private Optional<String> nullField(Segment from) {
        return fields.stream().filter(from::isNull).findFirst().map(from::place);
    }
}
