package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.carerrecord.profiles.NhsNumber;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** What a resource tells of a person, as far as people are compared by it; the resource stays as it is. */
final class Description {

    /** HL7 Terminology, RoleCode: the relations that organisations tell in several codes. */
    private static final Map<String, String> RELATIONS = Stream.of(
                    "spouse SPS HUSB WIFE DOMPART SIGOTHR",
                    "child CHILD NCHILD CHLDADOPT STPCHLD CHLDINLAW DAU DAUC DAUADOPT DAUINLAW STPDAU SON SONC SONADOPT"
                            + " SONINLAW STPSON",
                    "parent PRN NPRN PRNINLAW STPPRN MTH NMTH MTHINLAW STPMTH FTH NFTH FTHINLAW STPFTH",
                    "sibling SIB NSIB SIBINLAW STPSIB SIS NSIS SISINLAW STPSIS BRO NBRO BROINLAW STPBRO",
                    "grandchild GRNDCHILD GRNDDAU GRNDSON",
                    "neighbour NBOR",
                    "friend FRND")
            .map(row -> row.split(" ", 2))
            .flatMap(row -> Stream.of(row[1].split(" ")).map(code -> Map.entry(code, row[0])))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final Map<String, String> SEX_OF_TITLE =
            Map.of("mr", "male", "mrs", "female", "miss", "female", "ms", "female");

    private Description() {}

    /** @param today a date of birth after it is a mistake and not told */
    static Particulars of(RelatedPerson person, LocalDate today) {
        Particulars.Told told = told(
                person.getName(),
                person.getGender(),
                person.hasBirthDate() ? person.getBirthDateElement() : null,
                person.getTelecom(),
                person.getAddress(),
                person.getIdentifier(),
                today);
        person.getRelationship().stream()
                .flatMap(concept -> concept.getCoding().stream())
                .filter(coding -> Systems.V3_ROLE_CODE.equals(coding.getSystem()))
                .map(Coding::getCode)
                .flatMap(code -> Optional.ofNullable(code).map(RELATIONS::get).stream())
                .forEach(told::relation);
        return told.all();
    }

    /** @param today a date of birth after it is a mistake and not told */
    static Particulars of(Person person, LocalDate today) {
        return told(
                        person.getName(),
                        person.getGender(),
                        person.hasBirthDate() ? person.getBirthDateElement() : null,
                        person.getTelecom(),
                        person.getAddress(),
                        person.getIdentifier(),
                        today)
                .all();
    }

    /** @param today a date of birth after it is a mistake and not told */
    static Particulars of(Patient person, LocalDate today) {
        return told(
                        person.getName(),
                        person.getGender(),
                        person.hasBirthDate() ? person.getBirthDateElement() : null,
                        person.getTelecom(),
                        person.getAddress(),
                        person.getIdentifier(),
                        today)
                .all();
    }

    /**
     * What R4's three types of people have in common.
     *
     * @param born null where none is told: to ask HAPI for an element that is not there puts an empty one into the person
     */
    private static Particulars.Told told(
            List<HumanName> names,
            @Nullable AdministrativeGender sex,
            @Nullable DateType born,
            List<ContactPoint> telecoms,
            List<Address> addresses,
            List<Identifier> identifiers,
            LocalDate today) {
        Particulars.Told told = new Particulars.Told();
        names.forEach(name -> name(name, told));
        // Of a code without a value HAPI makes one whose text is null when it is set as a property.
        if (sex != null && sex.toCode() != null) {
            told.sex(sex.toCode());
        }
        Optional.ofNullable(born)
                .map(DateType::getValueAsString)
                .filter(day -> day.compareTo(today.toString()) <= 0)
                .ifPresent(told::born);
        telecoms.forEach(telecom -> telecom(telecom, told));
        addresses.forEach(address -> address(address, told));
        identifiers.forEach(identifier -> number(identifier, told));
        return told;
    }

    private static void number(Identifier identifier, Particulars.Told told) {
        if (Identities.isNhsNumber(identifier)) {
            NhsNumber.of(identifier.getValue()).ifPresent(number -> told.number(Systems.NHS_NUMBER, number.value()));
        }
    }

    private static void name(HumanName name, Particulars.Told told) {
        String given = String.join(" ", texts(name.getGiven()));
        boolean parts = name.getFamily() != null || !given.isEmpty();
        told.name(parts ? text(name.getFamily()) : text(name.getText()), given);
        texts(name.getPrefix()).stream()
                .map(title -> SEX_OF_TITLE.get(title.toLowerCase(Locale.ROOT).replace(".", "")))
                .flatMap(sex -> Optional.ofNullable(sex).stream())
                .forEach(told::sex);
    }

    private static void address(Address address, Particulars.Told told) {
        told.home(texts(address.getLine()), text(address.getCity()), text(address.getPostalCode()));
    }

    private static void telecom(ContactPoint telecom, Particulars.Told told) {
        if (telecom.getSystem() != null && telecom.getValue() != null) {
            switch (telecom.getSystem()) {
                case PHONE, SMS -> told.phone(telecom.getValue());
                case EMAIL -> told.email(telecom.getValue());
                default -> {}
            }
        }
    }

    /** An element may have extensions in place of a value. */
    private static List<String> texts(List<StringType> values) {
        return values.stream()
                .flatMap(value -> Optional.ofNullable(value.getValue()).stream())
                .toList();
    }

    private static String text(@Nullable String value) {
        return Optional.ofNullable(value).orElse("");
    }
}
