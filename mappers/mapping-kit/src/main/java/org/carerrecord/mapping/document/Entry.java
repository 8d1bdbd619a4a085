package org.carerrecord.mapping.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One resource of a document as a tree in the shape of R4.
 *
 * @param place where it stands, for example {@code Bundle.entry[3].resource}, or its type when it is the document
 * @param fullUrl the URL that its bundle gives it; may be empty
 */
public record Entry(String place, String fullUrl, ObjectNode resource) {

    public String type() {
        return resource.path("resourceType").asText();
    }

    /** Its type and id as a relative reference has them, for example {@code Patient/1}; empty without an id. */
    public Optional<String> reference() {
        return id().map(id -> type() + "/" + id);
    }

    public Optional<String> id() {
        return text(resource, "id");
    }

    /** The text of an element of a tree; empty when there is none or it is no text. */
    public static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank());
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Entry[" + place + "]";
    }
}
