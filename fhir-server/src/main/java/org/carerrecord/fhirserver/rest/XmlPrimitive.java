package org.carerrecord.fhirserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.carerrecord.fhirserver.validation.Primitives;

/** A primitive of FHIR's XML on its way to its JSON: its value, and its id and extensions beside it. */
final class XmlPrimitive {

    /** A number of the longest exponent that is taken, written out. */
    private static final int LONGEST_NUMBER = 1100;

    private final ObjectNode owner;
    private final String name;
    private final boolean repeats;
    private final String type;
    private final ObjectNode beside = JsonNodeFactory.instance.objectNode();
    private JsonNode value = NullNode.instance;

    XmlPrimitive(ObjectNode owner, String name, boolean repeats, String type) {
        this.owner = owner;
        this.name = name;
        this.repeats = repeats;
        this.type = type;
    }

    /** Its id and extensions. */
    ObjectNode beside() {
        return beside;
    }

    void say(String text) {
        value = node(text);
    }

    /** Puts it into its owner. */
    void put() {
        String other = "_" + name;
        if (repeats) {
            ArrayNode values = owner.withArray(name);
            if (!beside.isEmpty()) {
                ArrayNode besides = owner.withArray(other);
                while (besides.size() < values.size()) {
                    besides.addNull();
                }
                besides.add(beside);
            }
            values.add(value);
        } else if (owner.has(name) || owner.has(other)) {
            owner.set(name, JsonNodeFactory.instance.arrayNode().add(value));
        } else {
            if (!beside.isEmpty()) {
                owner.set(other, beside);
            }
            if (!value.isNull() || beside.isEmpty()) {
                owner.set(name, value);
            }
        }
    }

    /** Puts an element that has elements into its owner; one that stands there twice becomes an array, which is told of. */
    static void put(ObjectNode owner, String name, boolean repeats, ObjectNode element) {
        if (repeats) {
            owner.withArray(name).add(element);
        } else {
            owner.set(
                    name, owner.has(name) ? JsonNodeFactory.instance.arrayNode().add(element) : element);
        }
    }

    /** As JSON writes it; a text where it is none of its type, which is told of. */
    private JsonNode node(String text) {
        boolean isNumber =
                text.length() <= LONGEST_NUMBER && Primitives.wrong(type, text).isEmpty();
        return switch (type) {
            case "boolean" ->
                text.equals("true") || text.equals("false")
                        ? BooleanNode.valueOf(text.equals("true"))
                        : TextNode.valueOf(text);
            case "integer", "positiveInt", "unsignedInt" ->
                isNumber ? IntNode.valueOf(Integer.parseInt(text)) : TextNode.valueOf(text);
            case "decimal" -> isNumber ? decimal(text) : TextNode.valueOf(text);
            default -> TextNode.valueOf(text);
        };
    }

    private static JsonNode decimal(String text) {
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException exponent) {
            return TextNode.valueOf(text);
        }
    }
}
