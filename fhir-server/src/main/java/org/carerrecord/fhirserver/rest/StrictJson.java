package org.carerrecord.fhirserver.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** JSON that is taken only as it is meant: of bounded depth and numbers, no key twice, nothing after it. */
final class StrictJson {

    /** Deeper than any resource that means something. */
    static final int DEEPEST = 64;

    private static final int LONGEST_NUMBER = 100;
    private static final ObjectMapper MAPPER = mapper();

    private StrictJson() {}

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        return JsonMapper.builder(factory)
                .nodeFactory(new JsonNodeFactory(true))
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /**
     * What a body says.
     *
     * @throws Fault UNREADABLE
     */
    static JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(text(body));
        } catch (StreamConstraintsException cause) {
            throw new Fault(
                    FaultKind.UNREADABLE,
                    "body",
                    "the JSON is more than " + DEEPEST + " deep, or has a number of more than " + LONGEST_NUMBER
                            + " digits",
                    cause);
        } catch (JsonProcessingException cause) {
            String what = String.valueOf(cause.getOriginalMessage()).startsWith("Duplicate field")
                    ? "a key stands twice in one object"
                    : "this is no JSON";
            String where = cause.getLocation() == null
                    ? ""
                    : ": line " + cause.getLocation().getLineNr() + ", column "
                            + cause.getLocation().getColumnNr();
            throw new Fault(FaultKind.UNREADABLE, "body", what + where, cause);
        }
    }

    /** How many objects and arrays stand in each other. */
    static int depth(JsonNode node) {
        int most = 0;
        for (JsonNode part : node) {
            most = Math.max(most, depth(part));
        }
        return node.isContainerNode() ? most + 1 : 0;
    }

    /** How many bytes of JSON it is. */
    static int size(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node).length;
        } catch (JsonProcessingException cause) {
            throw new IllegalStateException("what was read can be written", cause);
        }
    }

    /** RFC 8259, 8.1: UTF-8; a byte order mark may be passed over. */
    static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException cause) {
            throw new Fault(FaultKind.UNREADABLE, "body", "this is not UTF-8", cause);
        }
    }
}
