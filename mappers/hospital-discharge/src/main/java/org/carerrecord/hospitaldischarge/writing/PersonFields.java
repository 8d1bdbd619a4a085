package org.carerrecord.hospitaldischarge.writing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carerrecord.hospitaldischarge.segment.SegmentWriter;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Losses;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** FHIR data types as fields of HL7 v2.4: the way back of the datatype package. */
final class PersonFields {

    private static final CodeTable ADDRESS_USE = CodeTable.load("address-use");

    private final SegmentWriter message;
    private final String recipient;
    private final Losses losses;

    PersonFields(SegmentWriter message, String recipient, Losses losses) {
        this.message = message;
        this.recipient = recipient;
        this.losses = losses;
    }

    /** CX: NHS numbers, and the recipient's own numbers. */
    String identifiers(String place, List<Identifier> identifiers) {
        List<String> numbers = new ArrayList<>();
        for (Identifier identifier : identifiers) {
            String system = Objects.requireNonNullElse(identifier.getSystem(), "");
            if (identifier.getValue() == null) {
                continue;
            }
            String value = message.text(identifier.getValue());
            if (system.equals(Systems.NHS_NUMBER)) {
                numbers.add(message.components(value, "", "", "NHS", "NH"));
            } else if (Systems.isLocalOf(system, recipient) && identifier.getUse() != IdentifierUse.OLD) {
                numbers.add(message.components(value, "", "", series(system), type(identifier)));
            } else {
                losses.add(place, "a number that the recipient does not give, or gives no more, is not sent");
            }
        }
        return message.repetitions(numbers);
    }

    /** The recipient's name for a series of its own numbers; empty for what has none, or is another's. */
    String series(String system) {
        return Systems.isLocalOf(system, recipient)
                ? system.substring(Systems.local(recipient, "").length()).replaceFirst("^/", "")
                : "";
    }

    private String type(Identifier identifier) {
        return message.text(
                identifier.getType().hasCoding()
                        ? Objects.requireNonNullElse(
                                identifier.getType().getCodingFirstRep().getCode(), "")
                        : Objects.requireNonNullElse(identifier.getType().getText(), ""));
    }

    /** XPN; table 0200 of 2.4 has no type for names that are old, temporary or anonymous. */
    String names(String place, List<HumanName> names) {
        List<String> written = new ArrayList<>();
        for (HumanName name : names) {
            Optional<String> type = nameType(name);
            if (type.isEmpty()) {
                losses.add(place, "HL7 v2.4 has no type for a name of this use");
            } else if (name.hasFamily() || name.hasGiven()) {
                written.add(name(place, name, type.get()));
            } else if (name.hasText()) {
                losses.add(place, "a name that is text only has no parts to send");
            }
        }
        return message.repetitions(written);
    }

    private String name(String place, HumanName name, String type) {
        List<String> given =
                name.getGiven().stream().map(StringType::getValueNotNull).toList();
        if (given.size() > 2 || name.getSuffix().size() > 1 || name.getPrefix().size() > 1) {
            losses.add(place, "further given names, several prefixes or suffixes are sent as one");
        }
        return message.components(
                message.text(Objects.requireNonNullElse(name.getFamily(), "")),
                message.text(given.stream().findFirst().orElse("")),
                message.text(given.stream().skip(1).collect(Collectors.joining(" "))),
                message.text(words(name.getSuffix())),
                message.text(words(name.getPrefix())),
                "",
                type);
    }

    private static Optional<String> nameType(HumanName name) {
        return switch (name.getUse()) {
            case null -> Optional.of("");
            case OFFICIAL -> Optional.of("L");
            case USUAL -> Optional.of("D");
            case MAIDEN -> Optional.of("M");
            case NICKNAME -> Optional.of("N");
            default -> Optional.empty();
        };
    }

    private static String words(List<StringType> parts) {
        return parts.stream().map(StringType::getValueNotNull).collect(Collectors.joining(" "));
    }

    /** XAD. */
    String addresses(String place, List<Address> addresses) {
        List<String> written = new ArrayList<>();
        for (Address address : addresses) {
            String one = address(place, address);
            if (one.isEmpty() && address.hasText()) {
                losses.add(place, "an address that is text only has no parts to send");
            } else if (!one.isEmpty()) {
                written.add(one);
            }
        }
        return message.repetitions(written);
    }

    private String address(String place, Address address) {
        List<String> lines =
                address.getLine().stream().map(StringType::getValueNotNull).toList();
        String[] parts = {
            message.text(lines.stream().findFirst().orElse("")),
            message.text(lines.stream().skip(1).collect(Collectors.joining(", "))),
            message.text(Objects.requireNonNullElse(address.getCity(), "")),
            message.text(Objects.requireNonNullElse(address.getDistrict(), "")),
            message.text(Objects.requireNonNullElse(address.getPostalCode(), "")),
            message.text(Objects.requireNonNullElse(address.getCountry(), "")),
            ""
        };
        if (lines.size() > 2) {
            losses.add(place, "further lines of the address are sent as one");
        }
        if (message.components(parts).isEmpty()) {
            return "";
        }
        parts[6] = addressType(place, address);
        return message.components(parts);
    }

    /** XAD-7 holds the use or the type. */
    private String addressType(String place, Address address) {
        boolean isPostal = address.getType() == Address.AddressType.POSTAL && address.getUse() == null;
        if (address.hasType() && !isPostal) {
            losses.add(place, "an address is sent without its type");
        }
        if (isPostal) {
            return "M";
        }
        return address.getUse() != null
                ? ADDRESS_USE
                        .code(Systems.ADDRESS_USE, address.getUse().toCode())
                        .map(CodeTable.Code::code)
                        .orElse("B")
                : "";
    }

    /**
     * XTN: the work numbers where they have a field of their own, or all the others.
     *
     * @param usual the use that whoever reads the field takes for granted
     */
    String telecoms(String place, List<ContactPoint> points, boolean ofWork, Optional<ContactPointUse> usual) {
        return message.repetitions(points.stream()
                .filter(point -> point.getValue() != null && (point.getUse() == ContactPointUse.WORK) == ofWork)
                .map(point -> telecom(place, point, usual))
                .filter(number -> !number.isEmpty())
                .toList());
    }

    private String telecom(String place, ContactPoint point, Optional<ContactPointUse> usual) {
        String value = message.text(point.getValue());
        ContactPointSystem system = Objects.requireNonNullElse(point.getSystem(), ContactPointSystem.PHONE);
        boolean isMobilePhone = point.getUse() == ContactPointUse.MOBILE && system == ContactPointSystem.PHONE;
        boolean isUseSent = system == ContactPointSystem.EMAIL
                ? Optional.ofNullable(point.getUse()).equals(usual)
                : isMobilePhone
                        || point.getUse() == ContactPointUse.HOME
                        || point.getUse() == ContactPointUse.WORK
                        || (point.getUse() == null && usual.isEmpty());
        if (!isUseSent) {
            losses.add(place, "a number or address is sent without its use, or where another use is usual");
        }
        String use = use(point.getUse());
        return switch (system) {
            case PHONE -> message.components(value, use, isMobilePhone ? "CP" : "PH");
            case FAX -> message.components(value, use, "FX");
            case PAGER -> message.components(value, use, "BP");
            case EMAIL -> message.components("", "NET", "Internet", value);
            default -> {
                losses.add(place, "HL7 v2.4 has no kind of telecommunication for this system");
                yield "";
            }
        };
    }

    private static String use(@Nullable ContactPointUse use) {
        if (use == ContactPointUse.HOME) {
            return "PRN";
        }
        return use == ContactPointUse.WORK ? "WPN" : "";
    }

    /** The NHS person gender code, as ITK ADT sends it. */
    static String sex(@Nullable AdministrativeGender gender) {
        return switch (gender) {
            case null -> "";
            case MALE -> "1";
            case FEMALE -> "2";
            case OTHER -> "9";
            default -> "0";
        };
    }

    /** ISO 639-1 in capitals, as ITK ADT sends it. */
    String language(String place, List<CodeableConcept> languages) {
        if (languages.size() > 1) {
            losses.add(place, "one language is sent");
        }
        return languages.stream()
                .findFirst()
                .map(language ->
                        Objects.requireNonNullElse(language.getCodingFirstRep().getCode(), ""))
                .map(code -> message.text(code.replaceFirst("-.*", "").toUpperCase(Locale.ROOT)))
                .orElse("");
    }
}
