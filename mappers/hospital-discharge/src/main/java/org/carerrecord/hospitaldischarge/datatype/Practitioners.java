package org.carerrecord.hospitaldischarge.datatype;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * XCN to a reference that names a practitioner without there being a resource, for example {@code
 * G9999998^GREEN^ROSE^^^DR^^^GMP}.
 *
 * <p>Parts: 1 number, 2 family, 3 given, 6 prefix, 9 authority: {@code GMP} or {@code GMC} (ITK ADT), under the systems of UK
 * Core.
 */
public final class Practitioners {

    private static final String GMP_NUMBER = "https://fhir.hl7.org.uk/Id/gmp-number";
    private static final String GMC_NUMBER = "https://fhir.hl7.org.uk/Id/gmc-number";

    private Practitioners() {}

    public static Reference of(Repetition xcn, String ods) {
        Reference practitioner = new Reference().setType("Practitioner");
        xcn.component(1)
                .ifPresent(number -> practitioner.setIdentifier(
                        new Identifier().setSystem(system(xcn.text(9), ods)).setValue(number)));
        String display = Stream.of(6, 3, 2)
                .map(xcn::text)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return practitioner.setDisplay(display.isEmpty() ? null : display);
    }

    private static String system(String authority, String ods) {
        return switch (authority.toUpperCase(Locale.ROOT)) {
            case "GMP" -> GMP_NUMBER;
            case "GMC" -> GMC_NUMBER;
            default -> Systems.local(ods, authority);
        };
    }
}
