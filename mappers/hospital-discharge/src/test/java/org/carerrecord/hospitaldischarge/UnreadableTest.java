package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.stories.Fuzz;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, there is a result or a fault, soon, and neither faults nor losses repeat what people are called. */
class UnreadableTest {

    private static final Path STORIES = Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), "../.."))
            .resolve("test-data/hospital-discharge");

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private static final String ADMISSION = "MSH|^~\\&|PAS|RZ1|||20261120||ADT^A01|1|P|2.4\rEVN||20261120\r"
            + "PID|1||9990000018^^^NHS||MARLOW^EDITH\rNK1|1|MARLOW^TOM|20\r";

    @Test
    void lossesAndFaultsNameNobody() throws IOException {
        for (byte[] seed : seeds()) {
            Set<String> words = personalWords(new String(seed, StandardCharsets.ISO_8859_1));
            for (String text : texts(seed)) {
                assertThat(words).as(text).noneMatch(word -> List.of(text.split("[^\\p{L}]+"))
                        .contains(word));
            }
        }
    }

    private static List<String> texts(byte[] seed) {
        try {
            return AdtMessages.understand(seed, HOSPITAL).losses().stream()
                    .map(Loss::toString)
                    .toList();
        } catch (Fault fault) {
            return List.of(Objects.requireNonNullElse(fault.getMessage(), ""));
        }
    }

    /** Words of four letters and more in the fields of names and addresses. */
    private static Set<String> personalWords(String message) {
        return message.lines()
                .flatMap(UnreadableTest::personalFields)
                .flatMap(field -> Stream.of(field.split("[^\\p{L}]+")))
                .filter(word -> word.length() >= 4)
                .collect(Collectors.toSet());
    }

    private static Stream<String> personalFields(String line) {
        String[] fields = line.split("\\|", -1);
        List<Integer> personal =
                switch (fields[0]) {
                    case "PID" -> List.of(5, 6, 9, 11);
                    case "NK1" -> List.of(2, 4, 13, 30, 32);
                    default -> List.of();
                };
        return personal.stream().filter(at -> at < fields.length).map(at -> fields[at]);
    }

    @Test
    void floodsOfDelimitersDoNotHang() {
        for (String flood : List.of(
                "|",
                "~",
                "^",
                "&",
                "\\",
                "\r",
                "\rNK1|",
                "\rPID|1",
                "\\X41\\",
                "\"\"~",
                "A~",
                "\rNK1|1|A^B",
                "^A",
                "\rZZZ|A")) {
            byte[] message =
                    (ADMISSION + "NK1|2|A^B" + flood.repeat(300_000 / flood.length())).getBytes(StandardCharsets.UTF_8);
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> {
                        try {
                            AdtMessages.understand(message, HOSPITAL);
                        } catch (Fault expected) {
                            assertThat(expected.place()).isNotBlank();
                        }
                    },
                    flood);
        }
    }

    @Test
    void aThousandPartiesAreReadSoonAndInLittleMemory() {
        Fuzz fuzz = new Fuzz("the parties", 1);
        for (String field : List.of("|20", "|20" + "|".repeat(30) + "9990000018^^^NHS", "|E")) {
            String parties = IntStream.range(1, 1_000)
                    .mapToObj(number -> "NK1|" + number + "|FAIRWEATHER^" + letters(number) + field)
                    .collect(Collectors.joining("\r"));
            byte[] message = (ADMISSION + parties).getBytes(StandardCharsets.UTF_8);
            fuzz.run(() -> assertThat(
                            AdtMessages.understand(message, HOSPITAL).value().said())
                    .isNotEmpty());
        }
        byte[] one = (ADMISSION + "NK1|1|HALE^RUTH|20\r".repeat(1_000)).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> AdtMessages.understand(one, HOSPITAL))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.TOO_COSTLY));
    }

    private static String letters(int number) {
        return Integer.toString(number, 26)
                .chars()
                .mapToObj(digit -> Character.toString('A' + Character.digit(digit, 26)))
                .collect(Collectors.joining());
    }

    @Test
    void whatIsNoHl7IsUnreadableAtMsh() {
        for (String text :
                List.of("", " ", "MSH", "MSH|", "MSHAAAAAAA", "{\"resourceType\":\"Patient\"}", "\u000b\u001c\r")) {
            assertThatExceptionOfType(Fault.class)
                    .as(text)
                    .isThrownBy(() -> AdtMessages.understand(text.getBytes(StandardCharsets.UTF_8), HOSPITAL))
                    .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.UNREADABLE))
                    .satisfies(fault -> assertThat(fault.place()).isEqualTo("MSH"));
            assertThat(AdtMessages.header(text.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @Test
    void framingLineEndsAndDelimitersMayDiffer() {
        List<String> spellings = List.of(
                ADMISSION,
                ADMISSION.replace("\r", "\n"),
                ADMISSION.replace("\r", "\r\n"),
                ADMISSION.replace("\r", "  \r\r"),
                "\u000b" + ADMISSION + "\u001c\r",
                "\uFEFF" + ADMISSION,
                ADMISSION.replace("PID|", "ZXX|1\rPID|"),
                ADMISSION.replace("|", "#").replace("^", "*"));
        for (String spelling : spellings) {
            Mapped<Understood> understood = AdtMessages.understand(spelling.getBytes(StandardCharsets.UTF_8), HOSPITAL);
            assertThat(understood.value().said()).as(spelling).hasSize(2);
            Patient patient = (Patient) understood.value().said().get(0).resource();
            assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("MARLOW");
        }
    }

    @Test
    void characterSetsAreReadAsDeclared() {
        assertThat(family("UNICODE UTF-8", StandardCharsets.UTF_8)).isEqualTo("MÜLLER");
        assertThat(family("UNICODE", StandardCharsets.UTF_8)).isEqualTo("MÜLLER");
        assertThat(family("UNICODE", StandardCharsets.UTF_16)).isEqualTo("MÜLLER");
        assertThat(family("8859/1", StandardCharsets.ISO_8859_1)).isEqualTo("MÜLLER");
        assertThat(family("8859/15", Charset.forName("ISO-8859-15"))).isEqualTo("MÜLLER");
        assertThat(family("WINDOWS-1252", Charset.forName("windows-1252"))).isEqualTo("MÜLLER");
        assertThat(family("", StandardCharsets.UTF_8)).isEqualTo("MÜLLER");
        assertThat(family("", Charset.forName("windows-1252"))).isEqualTo("MÜLLER");
        for (String undecodable : List.of("ASCII", "UNICODE UTF-8", "ISO IR159")) {
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> family(undecodable, StandardCharsets.ISO_8859_1))
                    .satisfies(fault -> assertThat(fault.place()).isEqualTo("MSH-18"));
        }
    }

    @Test
    void escapesAreReadOnceAndNamesKeepTheirCharacters() {
        String name = "O\\T\\NEILL \\E\\X41\\E\\ \\X42\\ \\S\\ \\.br\\";
        Mapped<Understood> understood = AdtMessages.understand(
                ADMISSION.replace("MARLOW^EDITH", name + "^EDITH").getBytes(StandardCharsets.UTF_8), HOSPITAL);
        Patient patient = (Patient) understood.value().said().get(0).resource();
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("O&NEILL \\X41\\ B ^");
    }

    private static String family(String declared, Charset sent) {
        String message =
                ADMISSION.replace("|2.4\r", "|2.4||||||" + declared + "\r").replace("MARLOW", "MÜLLER");
        Mapped<Understood> understood = AdtMessages.understand(message.getBytes(sent), HOSPITAL);
        return ((Patient) understood.value().said().get(0).resource())
                .getNameFirstRep()
                .getFamily();
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.walk(STORIES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }
}
