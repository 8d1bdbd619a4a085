package org.carerrecord.hospitaldischarge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Story;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official HL7 v2-to-FHIR maps, kept outside this project: where we depart from them is said here, and nowhere else. */
class OfficialMapsTest {

    private static final Path MAPS = Story.project("../shared/data/hl7v2/HL7_v2-to-fhir");

    /** Tables by the maps that they are made from. */
    private static final Map<String, String> TABLES = new TreeMap<>(Map.of(
            "AddressTypeType", "address-type",
            "AddressTypeUse", "address-use",
            "AdministrativeSex", "sex",
            "ContactRole", "relationship-0131",
            "MaritalStatus", "marital-status",
            "NameType", "name-use",
            "PatientClassEncounterClass", "encounter-class",
            "Relationship", "relationship-0063",
            "TelecommunicationEquipmentType", "telecom-type",
            "TelecommunicationUseCode", "telecom-use"));

    private static final Pattern NUMBER = Pattern.compile("[A-Z0-9]{2,3}[-.](\\d+)");

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    @BeforeEach
    void theMapsAreThere() {
        Assumptions.assumeTrue(Files.isDirectory(MAPS), "no official maps beside the project");
    }

    @Test
    void codesAreTranslatedAsTheMapsDo() throws IOException {
        List<String> departures = new ArrayList<>();
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            CodeTable ours = CodeTable.load(table.getValue());
            for (CSVRecord row : rows("Concept_Map__" + table.getKey() + "_-_Sheet1.csv")) {
                String code = row.get(0);
                String theirs = row.get(9) + "#" + row.get(6);
                List<CodeTable.Target> targets = ours.targets(code);
                boolean same = targets.stream()
                        .map(target -> target.system() + "#" + target.code())
                        .anyMatch(theirs::equals);
                if (!code.isEmpty() && !row.get(6).isEmpty() && !same) {
                    departures.add(table.getKey() + " " + code + " "
                            + targets.stream().map(CodeTable.Target::code).collect(Collectors.joining(" ")));
                }
            }
        }
        assertThat(departures)
                .as("UK Core's own words; R4's marital statuses have no common law")
                .containsExactly(
                        "ContactRole O NotSpecified",
                        "MaritalStatus C T",
                        "Relationship DEP Dependant",
                        "Relationship CGV Carer",
                        "Relationship GRD Guardian",
                        "Relationship OAD NotSpecified",
                        "Relationship NON NotSpecified",
                        "Relationship OTH NotSpecified");
    }

    /** Each of them is a loss where it is sent, and the rest is carried. */
    @Test
    void fieldsOfTheMapsAreCarriedButThese() throws IOException {
        assertThat(lost("Segment_-_FHIR_R4__NK1Patient_-_Sheet1.csv", "NK1")).containsExactly(13, 30);
        assertThat(lost("Segment_-_FHIR_R4__NK1RelatedPerson_-_Sheet1.csv", "NK1"))
                .containsExactly(30, 37);
        assertThat(lost("Segment_-_FHIR_R4__PIDPatient_-_PID.csv", "PID"))
                .containsExactly(6, 9, 12, 17, 19, 20, 21, 23, 24, 25, 26, 28, 35, 36, 39);
        assertThat(lost("Segment_-_FHIR_R4__PD1Patient_-_PD1.csv", "PD1")).containsExactly(6, 14);
        assertThat(lost("Segment_-_FHIR_R4__PV1Encounter_-_PV1.csv", "PV1"))
                .containsExactly(5, 11, 13, 15, 16, 37, 38, 40, 42, 50, 52, 53, 54);
        assertThat(lost("Segment_-_FHIR_R4__PV2Encounter_-_PV2.csv", "PV2"))
                .containsExactly(1, 8, 9, 11, 12, 13, 22, 25, 38);
    }

    private static Set<Integer> lost(String map, String segment) throws IOException {
        Set<Integer> lost = mapped(map);
        lost.removeIf(field -> places(line(segment, field, "1^1^1")).stream()
                .noneMatch(place -> place.matches(segment + "(\\[1])?-" + field)));
        return lost;
    }

    /** As of their fields; XAD-9 is the county of the United States, and XAD-4 that of England. */
    @Test
    void componentsOfTheMapsAreCarriedButThese() throws IOException {
        assertThat(lost("Data_Type_-_FHIR_R4__XPNHumanName_-_Sheet1.csv", "PID", 5))
                .containsExactly(10, 11, 12, 13, 14, 15);
        assertThat(lost("Data_Type_-_FHIR_R4__XADAddress_-_Sheet1.csv", "PID", 11))
                .containsExactly(9, 10, 12, 13, 14, 19);
        assertThat(lost("Data_Type_-_FHIR_R4__XTNContactPoint_-_Sheet1.csv", "PID", 13))
                .containsExactly(13, 14, 18);
        assertThat(lost("Data_Type_-_FHIR_R4__CXIdentifier_-_Sheet1.csv", "PID", 3))
                .containsExactly(2, 3, 7, 8);
        assertThat(lost("Data_Type_-_FHIR_R4__CWECodeableConcept_-_Sheet1.csv", "PV1", 10))
                .containsExactly(10, 11, 12, 13);
        assertThat(lost("Data_Type_-_FHIR_R4__DTMdateTime_-_Sheet1.csv", "PV1", 44))
                .isEmpty();
    }

    private static Set<Integer> lost(String map, String segment, int field) throws IOException {
        Set<Integer> lost = mapped(map);
        lost.removeIf(component -> !places(
                        line(segment, field, "20260101" + "^".repeat(component - 1) + (component == 1 ? "" : "H")))
                .contains(segment + "-" + field + "." + component));
        return lost;
    }

    /** The numbers of the fields or components that a map has an element for. */
    private static Set<Integer> mapped(String map) throws IOException {
        Set<Integer> mapped = new TreeSet<>();
        for (CSVRecord row : rows(map)) {
            Matcher number = NUMBER.matcher(row.get(1));
            if (number.matches() && !row.get(9).isEmpty()) {
                mapped.add(Integer.parseInt(number.group(1)));
            }
        }
        return mapped;
    }

    /** Where a message loses what it has no room for. */
    private static List<String> places(String line) {
        String pid = line.startsWith("PID") ? "" : "PID|1||1^^^PAS^MR\r";
        String pv1 = line.startsWith("PV2") ? "PV1|1|I|||||||||||||||||1\r" : "";
        return AdtMessages.understand(adt("A03", pid + pv1 + line), HOSPITAL).losses().stream()
                .filter(loss -> loss.reason().matches(".*is not carried in the record|FHIR R4 has no element.*"))
                .map(Loss::place)
                .toList();
    }

    private static String line(String segment, int field, String value) {
        return IntStream.rangeClosed(1, 60)
                .mapToObj(number -> number == field ? value : needed(segment + "-" + number))
                .collect(Collectors.joining("|", segment + "|", "\r"));
    }

    private static String needed(String field) {
        return switch (field) {
            case "PID-2" -> "1^^^PAS^MR";
            case "NK1-2" -> "HALE^RUTH";
            case "PV1-2" -> "I";
            case "PV1-19" -> "1";
            default -> "";
        };
    }

    @Test
    void messagesOfTheMapsAreUnderstoodButA09() throws IOException {
        Map<String, String> outcomes = new TreeMap<>();
        try (Stream<Path> files = Files.list(MAPS)) {
            for (String name : files.map(Story::name)
                    .filter(file -> file.contains("_Message_"))
                    .toList()) {
                String event = name.replaceAll(".*ADT_(A\\d\\d).*", "$1");
                outcomes.put(event, outcome(event));
            }
        }
        assertThat(outcomes)
                .isEqualTo(new TreeMap<>(Map.of(
                        "A01",
                        "Patient",
                        "A02",
                        "Patient",
                        "A05",
                        "Patient",
                        "A06",
                        "Patient",
                        "A09",
                        "UNSUPPORTED at MSH-9")));
    }

    private static String outcome(String event) {
        try {
            return AdtMessages.understand(adt(event, "PID|1||1^^^PAS^MR\r"), HOSPITAL)
                    .value()
                    .said()
                    .get(0)
                    .resource()
                    .fhirType();
        } catch (Fault fault) {
            return fault.kind() + " at " + fault.place();
        }
    }

    private static byte[] adt(String event, String segments) {
        return ("MSH|^~\\&|PAS|RZ1|||20261120||ADT^" + event + "|1|P|2.7\rEVN||20261120\r" + segments).getBytes(UTF_8);
    }

    /** Patient class to status by Trigger and PV1-2; R4's discharge dispositions give way to the NHS list, which UK Core prefers. */
    @Test
    void noMapIsForgotten() throws IOException {
        try (Stream<Path> files = Files.list(MAPS)) {
            List<String> others = files.map(Story::name)
                    .filter(name -> !name.matches(".*_(Segment|Message|Data_Type)_.*"))
                    .map(name -> name.replaceAll(".*_Map__(.*)_-_Sheet1.csv", "$1"))
                    .filter(name -> !TABLES.containsKey(name))
                    .sorted()
                    .toList();
            assertThat(others).containsExactly("DischargeDisposition", "PatientClassEncounterStatus");
        }
    }

    private static List<CSVRecord> rows(String map) throws IOException {
        try (Reader text = Files.newBufferedReader(MAPS.resolve("HL7_" + map));
                CSVParser rows = CSVFormat.RFC4180.parse(text)) {
            return rows.getRecords().stream().skip(2).toList();
        }
    }
}
