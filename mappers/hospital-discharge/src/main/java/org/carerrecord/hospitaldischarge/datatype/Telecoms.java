package org.carerrecord.hospitaldischarge.datatype;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;

/**
 * XTN to ContactPoint, for example {@code 01632 960001^PRN^PH} or {@code ^NET^Internet^ann@example.org} (v2-to-FHIR,
 * XTN[ContactPoint]).
 *
 * <p>Parts: 1 number (until 2.6), 2 use (HL7 table 0201), 3 equipment (0202), 4 address, 5 to 8 the parts of a number, 12
 * unformatted number (since 2.7).
 */
public final class Telecoms {

    private static final Set<Integer> CARRIED = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 12);

    private Telecoms() {}

    /** @param usual the use of a number whose own use is not sent, for example work for NK1-6 */
    public static List<ContactPoint> of(Segment segment, int field, Optional<ContactPointUse> usual, Losses losses) {
        return segment.field(field).stream()
                .filter(repetition -> !repetition.isNull())
                .flatMap(repetition -> of(repetition, usual, losses).stream())
                .toList();
    }

    private static Optional<ContactPoint> of(Repetition xtn, Optional<ContactPointUse> usual, Losses losses) {
        Optional<String> value = value(xtn);
        if (value.isEmpty()) {
            losses.add(xtn.place(), "there is no number or address");
            return Optional.empty();
        }
        ContactPoint point = new ContactPoint().setValue(value.get());
        point.setSystem(system(xtn, value.get(), losses));
        use(xtn, usual, losses).ifPresent(point::setUse);
        Components.unread(xtn, CARRIED, losses);
        return Optional.of(point);
    }

    private static Optional<String> value(Repetition xtn) {
        Optional<String> address = xtn.component(4).filter(text -> text.contains("@"));
        return address.or(() -> xtn.component(12))
                .or(() -> xtn.component(1))
                .or(() -> parts(xtn))
                .filter(text -> text.contains("@") || text.chars().anyMatch(Character::isDigit));
    }

    private static Optional<String> parts(Repetition xtn) {
        String number = Stream.of(
                        xtn.component(5).map(country -> country.startsWith("+") ? country : "+" + country),
                        xtn.component(6),
                        xtn.component(7),
                        xtn.component(8).map(extension -> "ext. " + extension))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        return Optional.of(number).filter(text -> !text.isEmpty());
    }

    private static ContactPointSystem system(Repetition xtn, String value, Losses losses) {
        if (value.contains("@")) {
            return ContactPointSystem.EMAIL;
        }
        Optional<ContactPointSystem> stated = xtn.component(3).flatMap(Tables::telecomSystem);
        if (stated.isEmpty() && xtn.component(3).isPresent()) {
            losses.add(xtn.place() + ".3", "the equipment code is not in the table; taken for a telephone");
        }
        return stated.filter(system -> system != ContactPointSystem.EMAIL).orElse(ContactPointSystem.PHONE);
    }

    private static Optional<ContactPointUse> use(Repetition xtn, Optional<ContactPointUse> usual, Losses losses) {
        Optional<ContactPointUse> mobile = xtn.component(3).flatMap(Tables::telecomUseOfEquipment);
        Optional<ContactPointUse> stated = xtn.component(2).flatMap(Tables::telecomUse);
        if (stated.isEmpty()
                && xtn.component(2).filter(code -> !code.equals("NET")).isPresent()) {
            losses.add(xtn.place() + ".2", "the use code has no FHIR contact point use");
        }
        return mobile.or(() -> stated).or(() -> usual);
    }
}
