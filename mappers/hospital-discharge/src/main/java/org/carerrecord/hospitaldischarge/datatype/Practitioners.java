package org.carerrecord.hospitaldischarge.datatype;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.mapping.Losses;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * XCN to a reference that names a practitioner without there being a resource, for example {@code
 * G9999998^GREEN^ROSE^^^DR^^^GMP}.
 *
 * <p>Parts: 1 number, 2 family, 3 given, 4 further given, 5 suffix, 6 prefix, 9 authority: {@code GMP} or {@code GMC} (ITK ADT), under the systems of UK
 * Core.
 */
public final class Practitioners {

    private static final String GMP_NUMBER = "https://fhir.hl7.org.uk/Id/gmp-number";
    private static final String GMC_NUMBER = "https://fhir.hl7.org.uk/Id/gmc-number";

    private static final Set<Integer> CARRIED = Set.of(1, 2, 3, 4, 5, 6, 9);

    private Practitioners() {}

    /** Empty, with a loss, when neither a number nor a name is there. */
    public static Optional<Reference> of(Repetition xcn, String ods, Losses losses) {
        Reference practitioner = new Reference();
        xcn.component(1)
                .ifPresent(number -> practitioner.setIdentifier(
                        new Identifier().setSystem(system(xcn.text(9), ods)).setValue(number)));
        String display = Stream.of(6, 3, 4, 2, 5)
                .map(xcn::text)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        practitioner.setDisplay(display.isEmpty() ? null : display);
        Components.unread(xcn, CARRIED, losses);
        if (practitioner.isEmpty()) {
            losses.add(xcn.place(), "neither a number nor a name");
            return Optional.empty();
        }
        return Optional.of(practitioner.setType("Practitioner"));
    }

    private static String system(String authority, String ods) {
        return switch (authority.toUpperCase(Locale.ROOT)) {
            case "GMP" -> GMP_NUMBER;
            case "GMC" -> GMC_NUMBER;
            default -> Systems.local(ods, authority);
        };
    }
}
