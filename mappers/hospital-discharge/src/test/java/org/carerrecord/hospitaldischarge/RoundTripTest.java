package org.carerrecord.hospitaldischarge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.writing.AdtWriter;
import org.carerrecord.hospitaldischarge.writing.Sending;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.stories.Story;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** In, out and in again: what the record knows survives, or the loss is stated at its place. */
class RoundTripTest {

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private static final Sending SENDING = new Sending(
            "RECORD",
            "GATEWAY",
            "RZ1",
            "X1",
            Instant.parse("2026-11-20T10:00:00Z"),
            Instant.parse("2026-11-19T09:30:00Z"));

    @Test
    void itLooksAsItkAdtDoes() {
        String message = "MSH|^~\\&|PAS|RZ1|||20261120||ADT^A08|1|P|2.4\r"
                + "PID|1||9990000018^^^NHS^NH~W100234^^^PAS^MR||MARLOW^EDITH^ROSE^^MRS^^L||19410302|2|||4 MILL"
                + " LANE^^WENBURY^SUSSEX^ZZ99 1AA^GBR^H||01632960018^PRN^PH||EN|M\r"
                + "PD1|||HILL TOP SURGERY^^Z00001|G9999998^GREEN^ROSE^^^DR^^^GMP\r"
                + "NK1|1|HALE^RUTH|43^Daughter||~ruth@example.org|01632960035^WPN^PH|N||||||||2|1967\r"
                + "NK1|2|MARLOW^TOM^^^MR^^L|20^Carer~01^Spouse|4 MILL LANE^^WENBURY^SUSSEX^ZZ99"
                + " 1AA^GBR^H|07700900026^^CP||N|20200101\r"
                + "NK1|3|O'NEILL^PAT|||01632960099|||||||||WENBURY|&CO\r";
        Mapped<byte[]> written = written(understood(message.getBytes(UTF_8)));
        assertThat(new String(written.value(), UTF_8).lines().map(String::strip))
                .containsExactly(
                        "MSH|^~\\&|RECORD|GATEWAY|ROUTE|RZ1|20261120100000+0000||ADT^A31^ADT_A05|X1|P|2.4|||||GBR|UNICODE"
                            + " UTF-8|EN||iTKv1.0",
                        "EVN||20261119093000+0000",
                        "PID|1||9990000018^^^NHS^NH~W100234^^^PAS^MR||MARLOW^EDITH^ROSE^^MRS^^L||19410302|2|||4 MILL"
                                + " LANE^^WENBURY^SUSSEX^ZZ99 1AA^GBR^H||01632960018^PRN^PH||EN|M^Married^HL70002",
                        "PD1|||HILL TOP SURGERY^^Z00001|G9999998^DR ROSE GREEN^^^^^^^GMP",
                        "NK1|1|MARLOW^TOM^^^MR^^L|20^Carer|4 MILL LANE^^WENBURY^SUSSEX^ZZ99"
                                + " 1AA^GBR^H|07700900026^^CP||N|20200101",
                        "NK1|2|MARLOW^TOM^^^MR^^L|01^Spouse|4 MILL LANE^^WENBURY^SUSSEX^ZZ99"
                                + " 1AA^GBR^H|07700900026^^CP|||20200101",
                        "NK1|3|HALE^RUTH|43^Daughter||^NET^Internet^ruth@example.org|01632960035^WPN^PH|N||||||||2|1967",
                        "NK1|4|O'NEILL^PAT|||01632960099^^PH",
                        "PV1|1|N");
        assertThat(written.losses()).isEmpty();
    }

    @Test
    void storiesAndRealMessagesComeBack() throws IOException {
        for (Path file : files(Story.project("test-data/hospital-discharge"))) {
            comesBack(Files.readAllBytes(file), file.toString());
        }
    }

    @Test
    void realMessagesComeBack() throws IOException {
        Path real = Story.project("../shared/data/hl7v2");
        Assumptions.assumeTrue(Files.isDirectory(real), "no real messages beside the project");
        for (Path file : files(real)) {
            comesBack(Files.readAllBytes(file), file.toString());
        }
    }

    @Test
    void peopleOfEveryKindComeBack() {
        Random random = new Random(20261122);
        for (int run = 0; run < 1_000; run++) {
            String message = PeopleOfEveryKind.message(random);
            comesBack(message.getBytes(UTF_8), message);
        }
    }

    private static void comesBack(byte[] raw, String what) {
        Understood first;
        try {
            first = understood(raw);
        } catch (Fault notTaken) {
            return;
        }
        if (!first.unlinked().isEmpty()) {
            // A37 tells of nobody anything but that two are not one.
            assertThat(first.said()).isEmpty();
            return;
        }
        Mapped<byte[]> out = written(first);
        Understood second = understood(out.value());
        compare(
                "Patient",
                resources(first, Patient.class).get(0),
                resources(second, Patient.class).get(0),
                out,
                what);
        Map<String, RelatedPerson> before = byKey(first);
        Map<String, RelatedPerson> after = byKey(second);
        List<RelatedPerson> sent = resources(first, RelatedPerson.class);
        before.forEach((key, person) -> {
            String place = "RelatedPerson[" + (sent.indexOf(person) + 1) + "]";
            List<String> lost = out.losses().stream().map(Loss::place).toList();
            RelatedPerson again =
                    lost.contains(place) ? null : after.remove(after.containsKey(key) ? key : nameOf(key));
            if (again != null) {
                compare(place, person, again, out, what);
            } else {
                assertThat(lost)
                        .as(what + "\n" + key + "\n" + text(out))
                        .anyMatch(one -> one.equals(place) || one.equals(place + ".name"));
            }
        });
        assertThat(after.keySet().stream().filter(key -> out.losses().isEmpty()))
                .as(what)
                .isEmpty();
    }

    /** The key of somebody whose namesake was not sent. */
    private static String nameOf(String key) {
        String[] parts = key.split("\\|", -1);
        return String.join("|", List.of(parts).subList(0, Math.max(2, parts.length - 2)));
    }

    private static void compare(String place, Resource before, Resource after, Mapped<byte[]> out, String what) {
        for (Property property : before.children()) {
            String name = property.getName();
            List<String> lost = out.losses().stream().map(Loss::place).toList();
            boolean isStated = lost.stream().anyMatch(one -> one.equals(place) || one.startsWith(place + "." + name));
            if (!isStated) {
                assertThat(texts(after, name))
                        .as(place + "." + name + " of\n" + what + "\n" + text(out))
                        .isEqualTo(texts(before, name));
            }
        }
    }

    private static List<String> texts(Resource resource, String element) {
        List<String> texts = new ArrayList<>();
        for (Base value : resource.getNamedProperty(element).getValues()) {
            if (!value.isEmpty()) {
                texts.add(text(value));
            }
        }
        texts.sort(Comparator.naturalOrder());
        return texts;
    }

    /** What it says, the order of a relationship's codings left aside. */
    private static String text(Base value) {
        if (value instanceof CodeableConcept concept) {
            return concept.getCoding().stream().map(Coding::getCode).sorted().collect(Collectors.joining(" "))
                    + Objects.requireNonNullElse(concept.getText(), "");
        }
        if (value.isPrimitive()) {
            return String.valueOf(value.primitiveValue());
        }
        return value.children().stream()
                .filter(child -> !child.getValues().isEmpty())
                .map(child -> child.getName()
                        + child.getValues().stream()
                                .filter(one -> !one.isEmpty())
                                .map(RoundTripTest::text)
                                .sorted()
                                .toList())
                .filter(child -> !child.endsWith("[]"))
                .collect(Collectors.joining(";", "{", "}"));
    }

    private static String text(Mapped<byte[]> out) {
        return new String(out.value(), UTF_8).replace('\r', '\n') + out.losses();
    }

    private static Map<String, RelatedPerson> byKey(Understood understood) {
        Map<String, RelatedPerson> people = new TreeMap<>();
        for (Said said : understood.said()) {
            if (said.resource() instanceof RelatedPerson person) {
                people.put(said.key(), person);
            }
        }
        return people;
    }

    private static <T extends Resource> List<T> resources(Understood understood, Class<T> type) {
        return understood.said().stream()
                .map(Said::resource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static Mapped<byte[]> written(Understood understood) {
        return AdtWriter.a31(
                resources(understood, Patient.class).get(0), resources(understood, RelatedPerson.class), SENDING);
    }

    private static Understood understood(byte[] raw) {
        return AdtMessages.understand(raw, HOSPITAL).value();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        }
    }
}
