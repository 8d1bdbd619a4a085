package org.carerrecord.hospitaldischarge.datatype;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.Address;

/**
 * XAD to Address, for example {@code 1 HIGH STREET^DUNWICH^WENBURY^SUFFOLK^ZZ99 1AA^GBR^H} (v2-to-FHIR, XAD[Address]).
 *
 * <p>Parts: 1 and 2 lines, 3 town, 4 county (UK Core's {@code district}; a state elsewhere), 5 postcode, 6 country, 7 type (HL7
 * table 0190).
 */
public final class Addresses {

    private static final Set<Integer> CARRIED = Set.of(1, 2, 3, 4, 5, 6, 7);

    private Addresses() {}

    public static List<Address> of(Segment segment, int field, Losses losses) {
        return segment.field(field).stream()
                .filter(repetition -> !repetition.isNull())
                .flatMap(repetition -> of(repetition, losses).stream())
                .toList();
    }

    private static Optional<Address> of(Repetition xad, Losses losses) {
        Address address = new Address();
        line(xad).ifPresent(address::addLine);
        xad.component(2).ifPresent(address::addLine);
        xad.component(3).ifPresent(address::setCity);
        xad.component(4).ifPresent(address::setDistrict);
        xad.component(5).ifPresent(address::setPostalCode);
        xad.component(6).ifPresent(address::setCountry);
        Components.unread(xad, CARRIED, losses);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        xad.component(7).ifPresent(type -> use(type, address, xad.place() + ".7", losses));
        return Optional.of(address);
    }

    /** XAD-1.1 is the whole line; when it is empty, XAD-1.3 is the house number and XAD-1.2 the street. */
    private static Optional<String> line(Repetition xad) {
        return xad.component(1).or(() -> Optional.of((xad.component(1, 3).orElse("") + " "
                                + xad.component(1, 2).orElse(""))
                        .strip())
                .filter(line -> !line.isEmpty()));
    }

    private static void use(String type, Address address, String place, Losses losses) {
        Optional<Address.AddressUse> use = Tables.addressUse(type);
        Optional<Address.AddressType> kind = Tables.addressType(type);
        use.ifPresent(address::setUse);
        kind.ifPresent(address::setType);
        if (use.isEmpty() && kind.isEmpty()) {
            losses.add(place, "the type of address has no FHIR address use");
        }
    }
}
