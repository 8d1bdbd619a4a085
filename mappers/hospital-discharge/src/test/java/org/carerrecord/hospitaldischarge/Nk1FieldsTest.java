package org.carerrecord.hospitaldischarge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each field of NK1, repetitions with it: where it is in a related person, in a contact, or that it is lost. */
class Nk1FieldsTest {

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    /** Fields with which a related person, and an organisation, are one at all. */
    private static final Map<Integer, String> PERSON = Map.of(1, "1", 2, "HALE^RUTH", 3, "43");

    private static final Map<Integer, String> ORGANISATION = Map.of(1, "1", 13, "ST MARYS CHURCH");

    /** The fields that the official map to FHIR has no element for, and those that RelatedPerson has no room for. */
    private static final List<Integer> LOST =
            List.of(10, 11, 13, 14, 17, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 34, 35, 36, 37, 38, 39);

    /** @param element what the field comes to, as text */
    record OfPerson(int field, String value, Function<RelatedPerson, Object> element, Object expected) {}

    record OfOrganisation(int field, String value, Function<ContactComponent, Object> element, Object expected) {}

    static List<OfPerson> carried() {
        return List.of(
                new OfPerson(
                        2,
                        "HALE^RUTH^ANN^^MRS^^L~HALE^ROO^^^^^N",
                        person -> person.getName().stream()
                                .map(name -> name.getUse().toCode() + " " + name.getNameAsSingleString())
                                .toList(),
                        List.of("official MRS RUTH ANN HALE", "nickname ROO HALE")),
                new OfPerson(3, "43^Daughter~20^Carer", Nk1FieldsTest::codes, List.of("DAUC", "Carer")),
                new OfPerson(
                        4,
                        "1 QUAY STREET^^DUNWATER^^ZZ99 2BB^^H~2 LOW ROAD^^^^ZZ99 3CC^^C",
                        person -> person.getAddress().stream()
                                .map(address -> address.getUse().toCode() + " " + address.getPostalCode())
                                .toList(),
                        List.of("home ZZ99 2BB", "temp ZZ99 3CC")),
                new OfPerson(
                        5,
                        "01632960001^PRN^PH~07700900001^^CP",
                        Nk1FieldsTest::numbers,
                        List.of("home 01632960001", "mobile 07700900001")),
                new OfPerson(6, "01632960002", Nk1FieldsTest::numbers, List.of("work 01632960002")),
                new OfPerson(7, "N", Nk1FieldsTest::codes, List.of("DAUC", "N")),
                new OfPerson(
                        8,
                        "20200101",
                        person -> person.getPeriod().getStartElement().getValueAsString(),
                        "2020-01-01"),
                new OfPerson(
                        9,
                        "202511",
                        person -> person.getPeriod().getEndElement().getValueAsString(),
                        "2025-11"),
                new OfPerson(12, "E77^^^STAFF^EI", Nk1FieldsTest::identifiers, List.of("local/RZ1/STAFF|E77")),
                new OfPerson(15, "2", person -> person.getGender().toCode(), "female"),
                new OfPerson(
                        16, "19670504", person -> person.getBirthDateElement().getValueAsString(), "1967-05-04"),
                new OfPerson(
                        20,
                        "CY",
                        person -> person.getCommunicationFirstRep()
                                .getLanguage()
                                .getCodingFirstRep()
                                .getCode(),
                        "cy"),
                new OfPerson(30, "Hale^Ruth", person -> person.getName().size(), 1),
                new OfPerson(31, "01632960003", Nk1FieldsTest::numbers, List.of("null 01632960003")),
                new OfPerson(
                        32,
                        "^^^^ZZ99 4DD",
                        person -> person.getAddressFirstRep().getPostalCode(),
                        "ZZ99 4DD"),
                new OfPerson(
                        33,
                        "9990000026^^^NHS^NH~K1^^^PAS^PI",
                        Nk1FieldsTest::identifiers,
                        List.of("nhs-number|9990000026", "local/RZ1/PAS|K1")),
                new OfPerson(40, "01632960004", Nk1FieldsTest::numbers, List.of("null 01632960004")),
                new OfPerson(41, "01632960005", Nk1FieldsTest::numbers, List.of("null 01632960005")));
    }

    @ParameterizedTest
    @MethodSource("carried")
    void aPersonsFieldIsCarried(OfPerson field) {
        Mapped<Understood> understood = understood(PERSON, field.field(), field.value());
        RelatedPerson person = (RelatedPerson) understood.value().said().get(1).resource();
        assertThat(field.element().apply(person)).isEqualTo(field.expected());
        assertThat(understood.losses()).isEmpty();
    }

    /** NK1-14 among them: whether the carer is married is of their own life, and stands in nobody else's record. */
    @Test
    void whatAPersonHasNoRoomForIsStated() {
        for (int field : LOST) {
            assertThat(understood(PERSON, field, "M").losses())
                    .extracting(Loss::place)
                    .containsExactly("NK1[1]-" + field);
        }
        for (int field : List.of(30, 31, 32, 41)) {
            String ofAnother = field == 30 ? "HALE^GEORGE" : "01632960003";
            Map<Integer, String> other = new TreeMap<>(PERSON);
            other.put(30, "HALE^GEORGE");
            assertThat(understood(other, field, ofAnother).losses())
                    .extracting(Loss::place)
                    .contains("NK1[1]-" + field);
        }
    }

    static List<OfOrganisation> ofAnOrganisation() {
        return List.of(
                new OfOrganisation(
                        13,
                        "ST MARYS CHURCH",
                        contact -> contact.getOrganization().getDisplay(),
                        "ST MARYS CHURCH"),
                new OfOrganisation(30, "GREEN^JO", contact -> contact.getName().getNameAsSingleString(), "JO GREEN"),
                new OfOrganisation(
                        31,
                        "01632960003",
                        contact -> contact.getTelecomFirstRep().getValue(),
                        "01632960003"),
                new OfOrganisation(
                        32, "^^^^ZZ99 4DD", contact -> contact.getAddress().getPostalCode(), "ZZ99 4DD"),
                new OfOrganisation(
                        41,
                        "01632960005",
                        contact -> contact.getTelecomFirstRep().getValue(),
                        "01632960005"));
    }

    @ParameterizedTest
    @MethodSource("ofAnOrganisation")
    void anOrganisationsFieldIsCarried(OfOrganisation field) {
        Mapped<Understood> understood = understood(ORGANISATION, field.field(), field.value());
        Patient patient = (Patient) understood.value().said().get(0).resource();
        assertThat(field.element().apply(patient.getContactFirstRep())).isEqualTo(field.expected());
        assertThat(understood.losses()).isEmpty();
    }

    private static List<String> codes(RelatedPerson person) {
        return person.getRelationshipFirstRep().getCoding().stream()
                .map(coding -> coding.getCode())
                .toList();
    }

    private static List<String> numbers(RelatedPerson person) {
        return person.getTelecom().stream()
                .map(point -> (point.hasUse() ? point.getUse().toCode() : "null") + " " + point.getValue())
                .toList();
    }

    private static List<String> identifiers(RelatedPerson person) {
        return person.getIdentifier().stream()
                .map(number -> number.getSystem().replaceAll(".*/Id/", "") + "|" + number.getValue())
                .toList();
    }

    private static Mapped<Understood> understood(Map<Integer, String> fields, int field, String value) {
        Map<Integer, String> all = new TreeMap<>(fields);
        all.put(field, value);
        String nk1 = IntStream.rangeClosed(1, 41)
                .mapToObj(number -> all.getOrDefault(number, ""))
                .collect(Collectors.joining("|", "NK1|", "\r"));
        String message =
                "MSH|^~\\&|PAS|RZ1|||20261120||ADT^A31|1|P|2.7\rEVN||20261120\rPID|1||9990000018^^^NHS\r" + nk1;
        return AdtMessages.understand(message.getBytes(UTF_8), HOSPITAL);
    }
}
