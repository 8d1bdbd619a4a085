package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.profiles.Systems;

/**
 * A masked person as others than their only source are told: valid FHIR, in which {@code data-absent-reason} says {@code
 * masked} and {@code meta.security} says {@code REDACTED} (carer-model.md, agreement 2 and 3). Pure: JSON in, JSON out.
 */
final class Masking {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Of {@code meta} of who is told with all masked: tags and the source may name who said it. */
    private static final Set<String> META = Set.of("versionId", "lastUpdated", "profile", "security");

    private static final String REDACTED = "REDACTED";

    private Masking() {}

    /** @param content FHIR JSON in UTF-8, as it is stored */
    static byte[] mask(Mask mask, String type, byte[] content) {
        try {
            return JSON.writeValueAsBytes(masked(mask, type, (ObjectNode) JSON.readTree(content)));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * A carer without the NHS numbers that are not told, nor the narrative where there are such: it may say them, too.
     *
     * @param told hashes of those that are
     */
    static byte[] numbers(Set<Long> told, byte[] content) {
        try {
            ObjectNode carer = (ObjectNode) JSON.readTree(content);
            ArrayNode left = NODES.arrayNode();
            carer.path("identifier").forEach(identifier -> {
                if (!isNhsNumber(identifier)
                        || told.contains(Hash.word(identifier.path("value").asText()))) {
                    left.add(identifier);
                }
            });
            if (left.size() == carer.path("identifier").size()) {
                return content;
            }
            if (left.isEmpty()) {
                carer.remove("identifier");
            } else {
                carer.set("identifier", left);
            }
            carer.remove("text");
            redact(carer.withObjectProperty("meta"));
            return JSON.writeValueAsBytes(carer);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static ObjectNode masked(Mask mask, String type, ObjectNode whole) {
        ObjectNode told = NODES.objectNode();
        told.set("resourceType", whole.get("resourceType"));
        told.set("id", whole.get("id"));
        told.set("meta", meta(mask, whole.path("meta")));
        ArrayNode extensions = extensions(Restricted.extensions(mask, type), whole.path("extension"));
        if (!extensions.isEmpty()) {
            told.set("extension", extensions);
        }
        Map<String, Restricted.Told> elements = Restricted.elements(mask, type);
        whole.properties().forEach(property -> {
            Restricted.Told how = elements.get(element(property.getKey()));
            if (how != null) {
                tell(told, property.getKey(), property.getValue(), how);
            }
        });
        return told;
    }

    /** {@code _birthDate} stands beside {@code birthDate}. */
    private static String element(String property) {
        return property.startsWith("_") ? property.substring(1) : property;
    }

    private static void tell(ObjectNode told, String name, JsonNode value, Restricted.Told how) {
        switch (how) {
            case NOT -> {}
            case WHOLE -> told.set(name, value);
            case MASKED -> told.set(name, value.isArray() ? NODES.arrayNode().add(absent()) : absent());
            case REFERENCE -> {
                if (value.has("reference")) {
                    told.set(name, NODES.objectNode().set("reference", value.get("reference")));
                }
            }
            case NHS_NUMBER -> {
                ArrayNode numbers = nhsNumbers(value);
                if (!numbers.isEmpty()) {
                    told.set(name, numbers);
                }
            }
        }
    }

    private static ObjectNode meta(Mask mask, JsonNode whole) {
        ObjectNode told = NODES.objectNode();
        whole.properties().stream()
                .filter(property -> mask == Mask.HOME || META.contains(property.getKey()))
                .forEach(property -> told.set(property.getKey(), property.getValue()));
        redact(told);
        return told;
    }

    private static void redact(ObjectNode meta) {
        ArrayNode labels = meta.withArrayProperty("security");
        boolean isTold = false;
        for (JsonNode label : labels) {
            isTold |= REDACTED.equals(label.path("code").asText())
                    && Systems.V3_OBSERVATION_VALUE.equals(label.path("system").asText());
        }
        if (!isTold) {
            labels.addObject().put("system", Systems.V3_OBSERVATION_VALUE).put("code", REDACTED);
        }
    }

    private static boolean isNhsNumber(JsonNode identifier) {
        return Systems.NHS_NUMBER.equals(identifier.path("system").asText());
    }

    private static ArrayNode extensions(Set<String> toldOf, JsonNode whole) {
        ArrayNode told = NODES.arrayNode();
        whole.forEach(extension -> {
            if (toldOf.contains(extension.path("url").asText())) {
                told.add(extension);
            }
        });
        return told;
    }

    private static ArrayNode nhsNumbers(JsonNode identifiers) {
        ArrayNode told = NODES.arrayNode();
        identifiers.forEach(identifier -> {
            if (isNhsNumber(identifier)) {
                told.add(((ObjectNode) identifier.deepCopy()).without(Set.of("assigner", "period")));
            }
        });
        return told;
    }

    /** Stands for an element of any complex type. */
    private static ObjectNode absent() {
        ObjectNode absent = NODES.objectNode();
        absent.putArray("extension")
                .addObject()
                .put("url", Systems.DATA_ABSENT_REASON)
                .put("valueCode", "masked");
        return absent;
    }
}
