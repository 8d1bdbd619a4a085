package org.carerrecord.mapping.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The differences of STU3 from R4 in what is read here (FHIR R4, "R3 Diff" of each resource); every other element has the same
 * shape in both.
 */
final class Stu3 {

    /** HL7's systems moved: {@code http://hl7.org/fhir/v3/RoleCode} became {@code .../CodeSystem/v3-RoleCode}. */
    private static final Pattern HL7_SYSTEM = Pattern.compile("http://hl7\\.org/fhir/(v[23])/([A-Za-z0-9-]+)");

    private Stu3() {}

    /** Turns one resource of STU3 into the shape of R4. */
    static void toR4(ObjectNode resource) {
        switch (resource.path("resourceType").asText()) {
            case "Condition" -> condition(resource);
            case "RelatedPerson" -> many(resource, "relationship");
            case "Flag" -> many(resource, "category");
            case "Encounter" -> renamedReason(resource);
            default -> {}
        }
        systems(resource);
    }

    private static void condition(ObjectNode condition) {
        concept(condition, "clinicalStatus");
        concept(condition, "verificationStatus");
        JsonNode asserted = condition.remove("assertedDate");
        if (asserted != null && !condition.has("recordedDate")) {
            condition.set("recordedDate", asserted);
        }
    }

    private static void renamedReason(ObjectNode encounter) {
        JsonNode reason = encounter.remove("reason");
        if (reason != null) {
            encounter.set("reasonCode", reason);
        }
    }

    /** A code became a CodeableConcept. */
    private static void concept(ObjectNode resource, String name) {
        if (resource.path(name) instanceof TextNode code) {
            resource.putObject(name).putArray("coding").addObject().set("code", code);
        }
    }

    /** What was once may be repeated now. */
    static void many(ObjectNode resource, String name) {
        if (resource.path(name) instanceof ObjectNode once) {
            resource.putArray(name).add(once);
        }
    }

    static void systems(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                if (property.getKey().equals("system") && property.getValue() instanceof TextNode system) {
                    property.setValue(TextNode.valueOf(HL7_SYSTEM
                            .matcher(system.asText())
                            .replaceFirst("http://terminology.hl7.org/CodeSystem/$1-$2")));
                } else {
                    systems(property.getValue());
                }
            }
        } else if (node instanceof ArrayNode list) {
            list.forEach(Stu3::systems);
        }
    }
}
