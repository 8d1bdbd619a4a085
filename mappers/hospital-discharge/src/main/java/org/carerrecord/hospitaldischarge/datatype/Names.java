package org.carerrecord.hospitaldischarge.datatype;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.HumanName;

/**
 * XPN to HumanName, for example {@code SMITH&&&&^ANN^JANE^^MRS^^L} (v2-to-FHIR, XPN[HumanName]).
 *
 * <p>Parts: 1 family, 2 given, 3 further given, 4 suffix, 5 prefix, 6 degree, 7 type (HL7 table 0200).
 */
public final class Names {

    /** What is typed into a name field when nobody's name is known. */
    private static final Set<String> PLACEHOLDERS = Set.of(
            "UNKNOWN",
            "NOTKNOWN",
            "NOTGIVEN",
            "NOTSTATED",
            "NOTRECORDED",
            "NOTAPPLICABLE",
            "NOTPROVIDED",
            "NONEGIVEN",
            "NONEKNOWN",
            "NONEXTOFKIN",
            "NODETAILS",
            "DONOTUSE");

    /** Placeholders that are surnames too: they count only when nothing else is said. */
    private static final Set<String> PERHAPS_NAMES = Set.of("NA", "NK", "NONE", "NIL", "NULL", "TBC", "TBA");

    private static final Pattern ALL_X = Pattern.compile("X{2,}");

    private static final Set<Integer> CARRIED = Set.of(1, 2, 3, 4, 5, 6, 7);

    private Names() {}

    /** Every name of the field, placeholders left out with a loss. */
    public static List<HumanName> of(Segment segment, int field, Losses losses) {
        return segment.field(field).stream()
                .filter(repetition -> !repetition.isNull())
                .flatMap(repetition -> of(repetition, losses).stream())
                .toList();
    }

    private static Optional<HumanName> of(Repetition xpn, Losses losses) {
        HumanName name = new HumanName();
        xpn.component(1).filter(part -> !isPlaceholder(part)).ifPresent(name::setFamily);
        xpn.component(2).filter(part -> !isPlaceholder(part)).ifPresent(name::addGiven);
        xpn.component(3).filter(part -> !isPlaceholder(part)).ifPresent(name::addGiven);
        if (isNobody(name)) {
            losses.add(xpn.place(), "there is no name, or a placeholder instead of one");
            return Optional.empty();
        }
        if (Stream.of(1, 2, 3)
                .anyMatch(part -> isPlaceholder(xpn.component(part).orElse("A")))) {
            losses.add(xpn.place(), "a placeholder instead of a part of the name is not carried");
        }
        xpn.component(4).ifPresent(name::addSuffix);
        xpn.component(5).ifPresent(name::addPrefix);
        xpn.component(6).ifPresent(name::addSuffix);
        xpn.component(7).ifPresent(type -> use(type, name, xpn.place() + ".7", losses));
        unread(xpn, losses);
        return Optional.of(name);
    }

    private static void use(String type, HumanName name, String place, Losses losses) {
        Tables.nameUse(type)
                .ifPresentOrElse(name::setUse, () -> losses.add(place, "the type of name has no FHIR name use"));
    }

    private static void unread(Repetition xpn, Losses losses) {
        for (int subcomponent = 2; subcomponent <= 5; subcomponent++) {
            if (xpn.component(1, subcomponent).isPresent()) {
                losses.add(xpn.place() + ".1", "parts of the family name are not carried apart");
            }
        }
        Components.unread(xpn, CARRIED, losses);
    }

    private static boolean isNobody(HumanName name) {
        return Stream.concat(
                        Stream.ofNullable(name.getFamily()),
                        name.getGiven().stream().map(given -> given.getValue()))
                .allMatch(part -> PERHAPS_NAMES.contains(Letters.of(part)));
    }

    private static boolean isPlaceholder(String part) {
        String letters = Letters.of(part);
        return letters.isEmpty()
                || PLACEHOLDERS.contains(letters)
                || ALL_X.matcher(letters).matches();
    }
}
