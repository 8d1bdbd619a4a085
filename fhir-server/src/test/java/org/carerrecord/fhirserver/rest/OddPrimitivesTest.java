package org.carerrecord.fhirserver.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.carerrecord.fhirserver.Asked;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/**
 * Odd texts in each of R4's primitive types, as JSON and as XML: each is refused with its place, or kept as it is. A seed
 * makes more of them: {@code -Dfuzz.seed=}.
 */
class OddPrimitivesTest {

    private static final List<String> TYPES = List.of(
            "base64Binary",
            "boolean",
            "canonical",
            "code",
            "date",
            "dateTime",
            "decimal",
            "id",
            "instant",
            "integer",
            "markdown",
            "oid",
            "positiveInt",
            "string",
            "time",
            "unsignedInt",
            "uri",
            "url",
            "uuid");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\t\n",
            "\u00a0",
            "x",
            " x ",
            "0",
            "-0",
            "+1",
            "007",
            "1.0",
            "1e5",
            "1e999999999999",
            "99999999999999999999",
            "NaN",
            "true",
            "TRUE",
            "2020",
            "0000",
            "0000-01-01",
            "2020-00",
            "2020-02-30",
            "2020-12-31",
            " 1991-01-01 ",
            "1991-01-01T00:00:00Z",
            "2020-02-01T10:00Z",
            "2020-02-01T10:00+01:00",
            "2020-02-01T10:00:00",
            "2020-02-01T10:00:60Z",
            "2020-02-01T24:00:00Z",
            "2020-02-01T10:00:00.1234567890123Z",
            "2020-02-01T10:00:00+14:00",
            "2020-02-01T10:00:00+14:01",
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
            "10:00",
            "10:00:00",
            "23:59:60",
            "24:00:00",
            "aGVsb",
            "aGVsbG8_",
            "aGVsbG8=",
            "a=Vs",
            "====",
            "urn:oid:1.2",
            "urn:oid:9.2",
            "urn:uuid:x",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "http://a b",
            "http://[",
            "%",
            "#",
            "Patient/",
            "a  b",
            "a\\b",
            "\ud83d\ude00",
            "<div/>",
            "&amp;",
            "null",
            "\u2028",
            "\ufffe");

    private static final String LETTERS = "0123456789-+:.TZeE=/#%_ \n\taAzZ\u00e9\u0660";
    private static final int MADE = 150;

    private final Bodies bodies = new Bodies(TheRecord.CONTEXT, 1_000_000, Optional.empty());
    private final XmlBody xml = new XmlBody(TheRecord.CONTEXT, 1_000_000);
    private final TheRecord record = TheRecord.on(Database.H2);
    private final Random random = new Random(Long.getLong("fuzz.seed", 20261123));

    @Test
    void eachIsRefusedOrKept() {
        int kept = 0;
        for (String type : TYPES) {
            for (String text : texts()) {
                kept += json(type, text) ? 1 : 0;
                kept += xml(type, text) ? 1 : 0;
            }
        }
        assertThat(kept).isGreaterThan(TYPES.size() * 2);
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(TEXTS);
        for (int i = 0; i < MADE; i++) {
            StringBuilder text = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
            int at = random.nextInt(text.length() + 1);
            if (random.nextBoolean() && at < text.length()) {
                text.deleteCharAt(at);
            }
            text.insert(Math.min(at, text.length()), LETTERS.charAt(random.nextInt(LETTERS.length())));
            if (UTF_8.newEncoder().canEncode(text)) {
                texts.add(text.toString());
            }
        }
        return texts;
    }

    private boolean json(String type, String text) {
        ObjectNode patient = JsonNodeFactory.instance.objectNode().put("resourceType", "Patient");
        patient.putArray("extension").addObject().put("url", "urn:x").put(choice(type), text);
        boolean isJsonNumber = text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,5})?");
        if (isJsonNumber && type.matches("decimal|integer|positiveInt|unsignedInt")) {
            return kept(type, text, patient.toString().replace("\"" + text + "\"", text));
        }
        return kept(type, text, patient.toString());
    }

    private boolean kept(String type, String text, String json) {
        return kept(type, text, () -> bodies.ofTree(StrictJson.tree(json.getBytes(UTF_8))));
    }

    private boolean xml(String type, String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> escaped.append("&#").append(c).append(';'));
        String body = "<Patient xmlns=\"http://hl7.org/fhir\"><extension url=\"urn:x\"><" + choice(type) + " value=\""
                + escaped + "\"/></extension></Patient>";
        return kept(type, text, () -> bodies.ofTree(xml.tree(body, StrictJson.DEEPEST)));
    }

    private static String choice(String type) {
        return "value" + type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    private interface Reading {

        Resource read();
    }

    private boolean kept(String type, String text, Reading reading) {
        Resource resource;
        try {
            resource = reading.read();
        } catch (Fault refused) {
            assertThat(refused.kind().httpStatus()).isEqualTo(400);
            assertThat(refused.place()).as("%s '%s'", type, text).isIn("Patient.extension[0].value", "body");
            return false;
        } catch (RuntimeException mistake) {
            return fail(type + " '" + text + "'", mistake);
        }
        Patient copy = (Patient) resource.copy();
        PrimitiveType<?> value =
                (PrimitiveType<?>) copy.getExtension().getFirst().getValue();
        assertThat(same(type, text, value.getValueAsString()))
                .as("%s '%s' became '%s'", type, text, value.getValueAsString())
                .isTrue();
        record.transaction(TESTER, Asked.create(copy));
        return true;
    }

    /** White space within base64, and the way in which a number is written, say nothing. */
    private static boolean same(String type, String sent, String kept) {
        return switch (type) {
            case "base64Binary" -> sent.replaceAll("\\s", "").equals(kept);
            case "decimal", "integer", "positiveInt", "unsignedInt" ->
                new BigDecimal(sent).compareTo(new BigDecimal(kept)) == 0;
            default -> sent.equals(kept);
        };
    }
}
