package org.carerrecord.hospitaldischarge.datatype;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.Losses;
import org.carerrecord.profiles.NhsNumber;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;

/**
 * CX to Identifier, for example {@code 9990000018^^^NHS^NH} or {@code A1234^^^PAS^MR} (v2-to-FHIR, CX[Identifier]).
 *
 * <p>Parts: 1 value, 4 assigning authority, 5 type (HL7 table 0203).
 */
public final class Identifiers {

    private static final String V2_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203";

    /** The codes of HL7 table 0203 that hospitals give to people and stays. */
    private static final Set<String> TYPES = Set.of("MR", "PI", "PT", "PN", "VN", "AN", "EN", "EI", "XX", "U");

    private static final Set<Integer> CARRIED = Set.of(1, 4, 5);

    private Identifiers() {}

    /** Whether it is meant as an NHS number: authority {@code NHS} or type {@code NH} (ITK ADT; HL7 UK A.3). */
    public static boolean isMeantAsNhsNumber(Repetition cx) {
        return isNhs(cx.text(4))
                || cx.component(4, 2).filter(Systems.NHS_NUMBER::equals).isPresent()
                || cx.text(5).equalsIgnoreCase("NH")
                || isNhs(cx.text(5));
    }

    private static boolean isNhs(String authority) {
        return Set.of("NHS", "NHSNUMBER", "NHSNO").contains(Letters.of(authority));
    }

    /** The NHS number, or a loss when it cannot be one: such a number is kept under no system at all. */
    public static Optional<Identifier> nhsNumber(Repetition cx, Losses losses) {
        Optional<NhsNumber> number = NhsNumber.of(cx.text(1));
        if (number.isEmpty()) {
            losses.add(
                    cx.place(),
                    "not an NHS number: ten digits are needed, no placeholder, and a check digit that holds");
        }
        return number.map(held -> new Identifier().setSystem(Systems.NHS_NUMBER).setValue(held.value()));
    }

    /** A number that the organisation gives; the same number of two authorities stays two. */
    public static Optional<Identifier> local(Repetition cx, String ods, Losses losses) {
        Optional<String> value =
                cx.component(1).filter(text -> !Letters.of(text).isEmpty());
        if (value.isEmpty()) {
            losses.add(cx.place(), "there is no number");
            return Optional.empty();
        }
        Identifier identifier =
                new Identifier().setSystem(Systems.local(ods, cx.text(4))).setValue(value.get());
        identifier
                .getAssigner()
                .setIdentifier(
                        new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(ods));
        cx.component(5).ifPresent(type -> type(type.toUpperCase(Locale.ROOT), identifier));
        Components.unread(cx, CARRIED, losses);
        return Optional.of(identifier);
    }

    private static void type(String type, Identifier identifier) {
        if (TYPES.contains(type)) {
            identifier.getType().addCoding().setSystem(V2_0203).setCode(type);
        } else {
            identifier.getType().setText(type);
        }
    }

    /** Whether two are one number of one series, whatever else is said of them. */
    public static boolean isSame(Identifier one, Identifier other) {
        return one.getSystem().equals(other.getSystem()) && one.getValue().equals(other.getValue());
    }

    /** Of a field, the NHS numbers and the local numbers alike. */
    public static List<Identifier> of(List<Repetition> field, String ods, Losses losses) {
        return field.stream()
                .filter(cx -> !cx.isNull())
                .flatMap(cx -> (isMeantAsNhsNumber(cx) ? nhsNumber(cx, losses) : local(cx, ods, losses)).stream())
                .toList();
    }
}
