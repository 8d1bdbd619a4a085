package org.carerrecord.hospitaldischarge.segment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.ParserConfiguration;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.carerrecord.stories.Mutations;
import org.carerrecord.stories.Story;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** HAPI HL7 v2 as an oracle: whatever the segment, both read the same parts of it, save for the escapes that HAPI does not know. */
class AsHapiReadsTest {

    private static final GenericMessage PARENT = new GenericMessage.UnknownVersion(new GenericModelClassFactory());
    private static final PipeParser HAPI = new PipeParser(new DefaultHapiContext(
            new ParserConfiguration(), ValidationContextFactory.noValidation(), new GenericModelClassFactory()));

    private static final List<byte[]> MARKS = Mutations.marks("|", "^", "~", "&", "||", "^^", "~~", "\"\"", " ", "A");

    @Test
    void storiesAndWhatASeedMakesOfThem() throws IOException {
        Mutations mutations = new Mutations(new Random(20261122), MARKS);
        for (byte[] message : Story.contents("hospital-discharge", "\\d-.*\\.hl7")) {
            compare(text(message));
            for (int run = 0; run < 20; run++) {
                compare(text(mutations.of(message)));
            }
        }
    }

    @Test
    void realMessages() throws IOException {
        Path real = Story.project("../shared/data/hl7v2");
        Assumptions.assumeTrue(Files.isDirectory(real), "no real messages beside the project");
        try (Stream<Path> files = Files.walk(real)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".hl7")).toList()) {
                compare(text(Files.readAllBytes(file)));
            }
        }
    }

    /** Escapes are read by ourselves, each letter as it stands. */
    private static String text(byte[] message) {
        return new String(message, ISO_8859_1).replace('\\', '/');
    }

    private static void compare(String message) {
        for (String line : message.split("[\r\n]+")) {
            if (line.matches("(PID|NK1|PV1|PD1)\\|.*")) {
                Segment ours = Segment.of(line.substring(0, 3), 1, false, line, Delimiters.USUAL);
                assertThat(parts(ours)).as(line).isEqualTo(hapis(line));
            }
        }
    }

    private static List<String> parts(Segment segment) {
        List<String> parts = new ArrayList<>();
        for (int field = 1; field <= segment.size(); field++) {
            for (Repetition repetition : segment.field(field)) {
                for (int component = 1; component <= repetition.size(); component++) {
                    int most = repetition.components().get(component - 1).size();
                    for (int part = 1; part <= most; part++) {
                        String value =
                                repetition.components().get(component - 1).get(part - 1);
                        add(parts, number(repetition.place()), field, component, part, value);
                    }
                }
            }
        }
        return parts;
    }

    private static int number(String place) {
        return place.endsWith("]") ? Integer.parseInt(place.replaceAll(".*\\[(\\d+)]$", "$1")) : 1;
    }

    private static void add(List<String> parts, int repetition, int field, int component, int part, String value) {
        if (!value.isEmpty()) {
            parts.add(field + "[" + repetition + "]." + component + "." + part + "=" + value);
        }
    }

    private static List<String> hapis(String line) {
        GenericSegment segment = new GenericSegment(PARENT, line.substring(0, 3));
        List<String> parts = new ArrayList<>();
        try {
            HAPI.parse(segment, line, new EncodingCharacters('|', "^~\\&"));
            for (int field = 1; field <= segment.numFields(); field++) {
                Type[] repetitions = segment.getField(field);
                for (int repetition = 0; repetition < repetitions.length; repetition++) {
                    for (int component = 1; component <= Terser.numComponents(repetitions[repetition]); component++) {
                        int most = Terser.numSubComponents(repetitions[repetition], component);
                        for (int part = 1; part <= most; part++) {
                            String value = Optional.ofNullable(
                                            Terser.getPrimitive(repetitions[repetition], component, part)
                                                    .getValue())
                                    .orElse("")
                                    .strip();
                            add(parts, repetition + 1, field, component, part, value);
                        }
                    }
                }
            }
        } catch (HL7Exception cause) {
            throw new AssertionError(cause);
        }
        return parts;
    }
}
