package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IBaseBooleanDatatype;
import org.hl7.fhir.instance.model.api.IBaseDecimalDatatype;
import org.hl7.fhir.instance.model.api.IBaseIntegerDatatype;
import org.jspecify.annotations.Nullable;

/**
 * The shape of FHIR's JSON (R4, "JSON Representation of Resources"): known elements, arrays where elements repeat and nowhere
 * else, each primitive of its JSON type. HAPI's parser would take, or silently drop, what is not so.
 */
final class JsonBody {

    private static final int MOST_EXPONENT_DIGITS = 999;

    private final FhirContext context;
    private final Set<String> types;
    private final BaseRuntimeElementCompositeDefinition<?> extension;

    JsonBody(FhirContext context) {
        this.context = context;
        this.types = Set.copyOf(context.getResourceTypes());
        this.extension = (BaseRuntimeElementCompositeDefinition<?>) context.getElementDefinition("Extension");
    }

    /**
     * Checks a resource, and puts the list of primitives beside what stands of their ids and extensions where there is none,
     * as the parser wants it.
     *
     * @param place where the resource stands; empty for the body itself
     * @throws Fault UNREADABLE with the element's place, never its content
     */
    void check(String place, JsonNode resource) {
        String type = resource.path("resourceType").asText("");
        if (!(resource instanceof ObjectNode object) || !types.contains(type)) {
            throw fault(place.isEmpty() ? "body" : place, "this is no resource of R4: resourceType must name one");
        }
        object(place.isEmpty() ? type : place, object, context.getResourceDefinition(type));
    }

    private void object(String place, ObjectNode object, BaseRuntimeElementCompositeDefinition<?> definition) {
        Map<String, Integer> beside = new TreeMap<>();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = property.getKey();
            if (name.equals("resourceType") && definition.getChildType() == ChildTypeEnum.RESOURCE) {
                continue;
            }
            boolean isBeside = name.startsWith("_");
            String element = isBeside ? name.substring(1) : name;
            @Nullable BaseRuntimeChildDefinition child = definition.getChildByName(element);
            if (child == null) {
                throw fault(place, "R4 knows no such element here");
            }
            JsonNode value = property.getValue();
            require(
                    !value.isNull() && !(value.isContainerNode() && value.isEmpty()),
                    place + "." + name,
                    "nothing is null or empty in FHIR's JSON: leave it out");
            boolean repeats = child.getMax() != 1;
            if (repeats != value.isArray()) {
                throw fault(
                        place + "." + name,
                        repeats
                                ? "it may be repeated: write it as an array"
                                : "it may not be repeated: write it without an array");
            }
            BaseRuntimeElementDefinition<?> type = child.getChildByName(element);
            for (int i = 0; i < (repeats ? value.size() : 1); i++) {
                String at = place + "." + name + (repeats ? "[" + i + "]" : "");
                JsonNode one = repeats ? value.get(i) : value;
                require(
                        !one.isNull() || hasBeside(object, isBeside ? element : "_" + element, i),
                        at,
                        "a null only keeps the place of a primitive's id and extensions, or theirs of a primitive");
                value(at, one, type, isBeside);
            }
            if (isBeside && repeats) {
                beside.put(element, value.size());
            }
        }
        beside.forEach((element, size) -> level(object, element, size));
    }

    private static boolean hasBeside(ObjectNode object, String name, int i) {
        JsonNode one = object.path(name).path(i);
        return !one.isMissingNode() && !one.isNull();
    }

    /** As many values, null ones if need be, as there are ids and extensions beside them. */
    private static void level(ObjectNode object, String element, int size) {
        ArrayNode values = object.get(element) instanceof ArrayNode there ? there : object.putArray(element);
        while (values.size() < size) {
            values.addNull();
        }
    }

    private void value(String place, JsonNode value, BaseRuntimeElementDefinition<?> type, boolean isBeside) {
        switch (type.getChildType()) {
            case PRIMITIVE_DATATYPE, ID_DATATYPE, PRIMITIVE_XHTML, PRIMITIVE_XHTML_HL7ORG -> {
                if (isBeside) {
                    besidePrimitive(place, value);
                } else if (!value.isNull()) {
                    primitive(place, value, type.getImplementingClass());
                }
            }
            case CONTAINED_RESOURCE_LIST, CONTAINED_RESOURCES, RESOURCE -> check(place, value);
            case COMPOSITE_DATATYPE, RESOURCE_BLOCK, EXTENSION_DECLARED, UNDECL_EXT -> {
                if (isBeside || !(value instanceof ObjectNode object) || object.isEmpty()) {
                    throw fault(place, "it has elements: write it as an object that has some");
                }
                object(
                        place,
                        object,
                        type instanceof BaseRuntimeElementCompositeDefinition<?> composite ? composite : extension);
            }
        }
    }

    /** The id and the extensions of a primitive. */
    private void besidePrimitive(String place, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        if (!(value instanceof ObjectNode object) || object.isEmpty()) {
            throw fault(place, "write the id and the extensions of a primitive as an object");
        }
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            switch (property.getKey()) {
                case "id" -> primitive(place + ".id", property.getValue(), String.class);
                case "extension" -> {
                    if (!property.getValue().isArray() || property.getValue().isEmpty()) {
                        throw fault(place + ".extension", "it may be repeated: write it as an array that is not empty");
                    }
                    int i = 0;
                    for (JsonNode one : property.getValue()) {
                        value(place + ".extension[" + i++ + "]", one, extension, false);
                    }
                }
                default -> throw fault(place, "a primitive has an id and extensions beside it, nothing else");
            }
        }
    }

    private static void primitive(String place, JsonNode value, Class<?> type) {
        if (IBaseBooleanDatatype.class.isAssignableFrom(type)) {
            require(value.isBoolean(), place, "write true or false, without quotes");
        } else if (IBaseIntegerDatatype.class.isAssignableFrom(type)) {
            require(value.isIntegralNumber(), place, "write a whole number, without quotes");
        } else if (IBaseDecimalDatatype.class.isAssignableFrom(type)) {
            require(value.isNumber(), place, "write a number, without quotes");
            require(
                    Math.abs(value.decimalValue().scale()) <= MOST_EXPONENT_DIGITS,
                    place,
                    "a decimal has an exponent of at most three digits here");
        } else {
            require(value.isTextual(), place, "write a string");
            text(place, value.textValue());
        }
    }

    /** R4, "Primitive Types", string: no control characters but tab, carriage return and line feed. */
    private static void text(String place, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            require(
                    c >= ' ' || c == '\t' || c == '\r' || c == '\n',
                    place,
                    "control characters have no place in a string");
            if (Character.isSurrogate(c)) {
                require(
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1)),
                        place,
                        "half a surrogate pair is no character");
                i++;
            }
        }
    }

    private static void require(boolean holds, String place, String otherwise) {
        if (!holds) {
            throw fault(place, otherwise);
        }
    }

    private static Fault fault(String place, String reason) {
        return new Fault(FaultKind.UNREADABLE, place, reason);
    }
}
