package org.carerrecord.mapping.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * The differences of DSTU2 from R4 in what is read of the notices that hospitals send to councils (FHIR DSTU2, each resource's
 * page beside R4's); every other element has the same shape in both.
 */
final class Dstu2 {

    private Dstu2() {}

    /** Turns one resource of DSTU2 into the shape of R4. */
    static void toR4(ObjectNode resource) {
        switch (resource.path("resourceType").asText()) {
            case "Patient" -> patient(resource);
            case "RelatedPerson" -> relatedPerson(resource);
            case "Practitioner" -> Stu3.many(resource, "name");
            case "Encounter" -> encounter(resource);
            case "MessageHeader" -> renamed(resource, "event", "eventCoding");
            case "QuestionnaireResponse" -> resource.set("item", items(resource.remove("group")));
            default -> {}
        }
        families(resource);
        Stu3.systems(resource);
    }

    private static void patient(ObjectNode patient) {
        renamed(patient, "careProvider", "generalPractitioner");
    }

    private static void relatedPerson(ObjectNode related) {
        Stu3.many(related, "relationship");
        Stu3.many(related, "name");
        Stu3.many(related, "address");
    }

    /** A class was a word ({@code inpatient}) and is a Coding. */
    private static void encounter(ObjectNode encounter) {
        renamed(encounter, "patient", "subject");
        if (encounter.path("class") instanceof TextNode word) {
            encounter.putObject("class").set("code", word);
        }
    }

    private static void renamed(ObjectNode resource, String name, String later) {
        JsonNode value = resource.remove(name);
        if (value != null) {
            resource.set(later, value);
        }
    }

    /** Groups and questions became items. */
    private static ArrayNode items(JsonNode group) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        if (group instanceof ObjectNode one) {
            one.path("group").forEach(inner -> items.addAll(items(inner)));
            one.path("question").forEach(items::add);
        }
        return items;
    }

    /** A name had a list of family names, which are written one after the other. */
    private static void families(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("family") instanceof ArrayNode families) {
                StringBuilder family = new StringBuilder();
                families.forEach(
                        one -> family.append(family.isEmpty() ? "" : " ").append(one.asText()));
                object.put("family", family.toString());
            }
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                families(property.getValue());
            }
        } else if (node instanceof ArrayNode list) {
            list.forEach(Dstu2::families);
        }
    }
}
