package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.validation.Place;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * The shape of FHIR's JSON (R4, "JSON Representation of Resources"): known elements, arrays where elements repeat and nowhere
 * else, each primitive of its JSON type and datatype. HAPI's parser would take, change, or silently drop what is not so.
 */
final class JsonBody {

    /** A word of the sender's that may be told back: it can only be the name of an element. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,64}");

    /** Of type id too, and set anew whatever is sent. */
    private static final Set<String> THE_SERVERS = Set.of("id", "versionId");

    private final Set<String> types;
    private final FhirContext context;
    private final BaseRuntimeElementCompositeDefinition<?> extension;
    private final BaseRuntimeChildDefinition extensions;

    JsonBody(FhirContext context) {
        this.context = context;
        this.types = Set.copyOf(context.getResourceTypes());
        this.extension = (BaseRuntimeElementCompositeDefinition<?>) context.getElementDefinition("Extension");
        this.extensions = extension.getChildByName("extension");
    }

    /**
     * Checks a resource, and puts the list of primitives beside what stands of their ids and extensions where there is none,
     * as the parser wants it.
     *
     * @return what is wrong in it
     * @throws Fault UNREADABLE when it is no resource at all
     */
    Noted check(JsonNode resource) {
        String type = resource.path("resourceType").asText("");
        if (!(resource instanceof ObjectNode object) || !types.contains(type)) {
            throw new Fault(
                    FaultKind.UNREADABLE, "body", "this is no resource of R4: resourceType must name one of its types");
        }
        Noted noted = new Noted();
        object(Place.root(type), object, context.getResourceDefinition(type), noted);
        return noted;
    }

    private void object(
            Place place, ObjectNode object, BaseRuntimeElementCompositeDefinition<?> definition, Noted noted) {
        Map<String, Integer> beside = new TreeMap<>();
        Map<String, String> choices = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = property.getKey();
            if (name.equals("resourceType") && definition.getChildType() == ChildTypeEnum.RESOURCE) {
                continue;
            }
            boolean isBeside = name.startsWith("_");
            String element = isBeside ? name.substring(1) : name;
            @Nullable BaseRuntimeChildDefinition child = definition.getChildByName(element);
            if (child == null || isOtherName(child, element, types)) {
                Place unknown = NAME.matcher(name).matches() ? place.child(name, -1) : place;
                noted.fault(unknown, "R4 knows no such element here");
                noted.leaveOut(unknown, object, name);
                continue;
            }
            String path = child.getElementName();
            Place at = place.child(path, -1);
            @Nullable String other = path.equals(element) ? null : choices.put(path, element);
            if (other != null && !other.equals(element)) {
                noted.fault(at, "it has one value, of one of its types");
                noted.leaveOut(at, object, element);
                continue;
            }
            if (!property(at, object, element, isBeside, child, noted)) {
                noted.leaveOut(at, object, element);
            } else if (isBeside && child.getMax() != 1) {
                beside.put(element, property.getValue().size());
            }
        }
        beside.forEach((element, size) -> level(object, element, size));
        if (definition == extension) {
            extension(place, object, choices.containsKey("value"), noted);
        }
    }

    /** R4, "Extensibility", ext-1; HAPI's parser drops one that has neither. */
    private static void extension(Place place, ObjectNode object, boolean hasValue, Noted noted) {
        if (hasValue && object.has("extension")) {
            noted.fault(place, "an extension has a value or extensions, not both");
            noted.leaveOut(place.child("extension", -1), object, "extension");
        } else if (!hasValue && !object.has("extension")) {
            noted.fault(place, "an extension has a value or extensions");
        }
    }

    /** HAPI knows extensions, and values of several types, by names besides that are not R4's. */
    static boolean isOtherName(BaseRuntimeChildDefinition child, String name, Set<String> types) {
        String own = child.getElementName();
        if (own.equals(name)) {
            return false;
        }
        String type = name.substring(own.length());
        return child instanceof RuntimeChildExtension
                || type.equals("Resource")
                || type.equals("Xhtml")
                || types.contains(type);
    }

    /** Whether a property can be read, at least in part. */
    private boolean property(
            Place at,
            ObjectNode object,
            String element,
            boolean isBeside,
            BaseRuntimeChildDefinition child,
            Noted noted) {
        JsonNode value = object.path(isBeside ? "_" + element : element);
        if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            noted.fault(at, "nothing is null or empty in FHIR: leave it out");
            return false;
        }
        boolean repeats = child.getMax() != 1;
        if (repeats != value.isArray()) {
            noted.fault(
                    at,
                    repeats
                            ? "it may be repeated: write it as an array"
                            : "it may not be repeated: write it once, without an array");
            return false;
        }
        BaseRuntimeElementDefinition<?> type =
                child instanceof RuntimeChildExtension ? extension : child.getChildByName(element);
        if (isBeside
                && !THE_SERVERS.contains(element)
                && JsonPrimitive.isLostBeside(type.getName(), object.has(element))) {
            noted.fault(at, "what stands beside this, without a value of it, cannot be kept here: leave it out");
            return false;
        }
        boolean isReadable = true;
        for (int i = 0; i < (repeats ? value.size() : 1); i++) {
            Place one = repeats ? at.in(i) : at;
            JsonNode node = repeats ? value.get(i) : value;
            if (node.isNull()) {
                if (!hasBeside(object, isBeside ? element : "_" + element, i)) {
                    noted.fault(
                            one,
                            "a null only keeps the place of a primitive's id and extensions, or theirs of a primitive");
                    isReadable = false;
                }
            } else if (!value(one, node, type, child, isBeside, noted)) {
                isReadable = false;
            }
        }
        return isReadable;
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

    private boolean value(
            Place place,
            JsonNode value,
            BaseRuntimeElementDefinition<?> type,
            BaseRuntimeChildDefinition child,
            boolean isBeside,
            Noted noted) {
        return switch (type.getChildType()) {
            case PRIMITIVE_DATATYPE, ID_DATATYPE, PRIMITIVE_XHTML, PRIMITIVE_XHTML_HL7ORG ->
                isBeside ? besidePrimitive(place, value, noted) : primitive(place, value, type.getName(), child, noted);
            case CONTAINED_RESOURCE_LIST, CONTAINED_RESOURCES, RESOURCE -> resource(place, value, noted);
            case COMPOSITE_DATATYPE, RESOURCE_BLOCK, EXTENSION_DECLARED, UNDECL_EXT -> {
                if (isBeside || !(value instanceof ObjectNode object) || object.isEmpty()) {
                    noted.fault(place, "it has elements: write it as an object that has some");
                    yield false;
                }
                object(
                        place,
                        object,
                        type instanceof BaseRuntimeElementCompositeDefinition<?> composite ? composite : extension,
                        noted);
                yield true;
            }
        };
    }

    private static boolean primitive(
            Place place, JsonNode value, String type, BaseRuntimeChildDefinition child, Noted noted) {
        if (type.equals("markdown") && !value.asText().equals(value.asText().strip())) {
            noted.indented();
        }
        return holds(JsonPrimitive.wrong(value, type, child), place, noted);
    }

    private boolean resource(Place place, JsonNode value, Noted noted) {
        String type = value.path("resourceType").asText("");
        if (!(value instanceof ObjectNode object) || !types.contains(type)) {
            noted.fault(place, "this is no resource of R4: resourceType must name one of its types");
            return false;
        }
        object(place, object, context.getResourceDefinition(type), noted);
        return true;
    }

    /** The id and the extensions of a primitive. */
    private boolean besidePrimitive(Place place, JsonNode value, Noted noted) {
        if (!(value instanceof ObjectNode object) || object.isEmpty()) {
            noted.fault(place, "write the id and the extensions of a primitive as an object");
            return false;
        }
        boolean isReadable = true;
        for (String name : object.properties().stream().map(Map.Entry::getKey).toList()) {
            isReadable &= switch (name) {
                case "id" -> holds(JsonPrimitive.wrong(object.path(name), "string"), place.child(name, -1), noted);
                case "extension" -> property(place.child(name, -1), object, name, false, extensions, noted);
                default ->
                    holds(Optional.of("a primitive has an id and extensions beside it, nothing else"), place, noted);
            };
        }
        return isReadable;
    }

    private static boolean holds(Optional<String> wrong, Place place, Noted noted) {
        wrong.ifPresent(reason -> noted.fault(place, reason));
        return wrong.isEmpty();
    }
}
