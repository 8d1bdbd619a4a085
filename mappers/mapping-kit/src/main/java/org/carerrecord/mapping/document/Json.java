package org.carerrecord.mapping.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** JSON to a tree: bounded, and no name twice in one object. */
final class Json {

    /** FHIR's own nesting of extensions, contained resources and bundles stays far below. */
    static final int DEEPEST = 60;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private Json() {}

    /** @throws Fault UNREADABLE */
    static ObjectNode read(String text) {
        try {
            if (READER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new Fault(FaultKind.UNREADABLE, "body", "a FHIR resource is one JSON object or one XML element");
        } catch (JsonProcessingException cause) {
            throw new Fault(
                    FaultKind.UNREADABLE,
                    "body",
                    "this is no JSON, or has a name twice, or is more than " + DEEPEST + " deep",
                    cause);
        }
    }
}
