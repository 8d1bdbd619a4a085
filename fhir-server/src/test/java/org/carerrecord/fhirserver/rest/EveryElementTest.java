package org.carerrecord.fhirserver.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.carerrecord.fhirserver.TheRecord;
import org.hl7.fhir.instance.model.api.IBaseEnumFactory;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** Each element of each type of R4 that HAPI's model has, alone in a resource: it is read, and goes out as it came in. */
class EveryElementTest {

    private static final int ELEMENTS = 6000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String EXTENSION = "{\"url\":\"urn:x\",\"valueBoolean\":true}";

    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("boolean", "true"),
            Map.entry("integer", "-7"),
            Map.entry("positiveInt", "7"),
            Map.entry("unsignedInt", "0"),
            Map.entry("decimal", "1.50"),
            Map.entry("date", "\"2020-02\""),
            Map.entry("dateTime", "\"2020-02-29T10:00:00.120+01:00\""),
            Map.entry("instant", "\"2020-02-29T10:00:00Z\""),
            Map.entry("time", "\"10:00:00\""),
            Map.entry("base64Binary", "\"aGVsbG8=\""),
            Map.entry("oid", "\"urn:oid:1.2.3\""),
            Map.entry("uuid", "\"urn:uuid:c757873d-ec9a-4326-a141-556f43239520\""),
            Map.entry("markdown", "\"    code\\nnext  \""),
            Map.entry("string", "\" a \""),
            Map.entry("xhtml", "\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">a</div>\""));

    /** What has no value is not an id, a version, or an extension's name. */
    private static final Set<String> NOT_ABSENT = Set.of("id", "versionId", "url");

    private static final Set<ChildTypeEnum> PRIMITIVES =
            Set.of(ChildTypeEnum.PRIMITIVE_DATATYPE, ChildTypeEnum.ID_DATATYPE);

    private final Bodies bodies = new Bodies(TheRecord.CONTEXT, 1_000_000, Optional.empty());
    private final XmlBody xml = new XmlBody(TheRecord.CONTEXT, 1_000_000);
    private final Set<Class<?>> seen = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private int elements;

    @Test
    void eachIsReadAndComesBack() {
        for (String type : TheRecord.CONTEXT.getResourceTypes()) {
            RuntimeResourceDefinition definition = TheRecord.CONTEXT.getResourceDefinition(type);
            if (!Modifier.isAbstract(definition.getImplementingClass().getModifiers())) {
                walk(type, definition, object -> object.put("resourceType", type));
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(elements).isGreaterThan(ELEMENTS);
    }

    private void walk(
            String path, BaseRuntimeElementCompositeDefinition<?> definition, UnaryOperator<ObjectNode> within) {
        if (!seen.add(definition.getImplementingClass())) {
            return;
        }
        for (BaseRuntimeChildDefinition child : definition.getChildren()) {
            if (child instanceof RuntimeChildExtension) {
                element(path, child.getElementName(), child, within);
                continue;
            }
            for (String name : child.getValidChildNames()) {
                if (JsonBody.isOtherName(child, name, TheRecord.CONTEXT.getResourceTypes())) {
                    continue;
                }
                element(path, name, child, within);
            }
        }
    }

    private void element(String path, String name, BaseRuntimeChildDefinition child, UnaryOperator<ObjectNode> within) {
        boolean repeats = child.getMax() != 1;
        BaseRuntimeElementDefinition<?> type = Objects.requireNonNull(
                child instanceof RuntimeChildExtension
                        ? TheRecord.CONTEXT.getElementDefinition("Extension")
                        : child.getChildByName(name));
        read(path + "." + name, within.apply(with(name, value(type, child), repeats)));
        if (type instanceof BaseRuntimeElementCompositeDefinition<?> composite
                && !(type instanceof RuntimeResourceDefinition)) {
            walk(
                    path + "." + name,
                    composite,
                    inner -> within.apply(
                            with(name, composite.getName().equals("Extension") ? extension(inner) : inner, repeats)));
        } else if (!NOT_ABSENT.contains(name)
                && PRIMITIVES.contains(type.getChildType())
                && !JsonPrimitive.isLostBeside(type.getName(), false)) {
            // HAPI 8.8.0 drops the id of a primitive that is an extension's value, and of a bound code without value.
            boolean isLost =
                    path.endsWith("xtension") || child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition;
            String id = isLost ? "" : "\"id\":\"a\",";
            ObjectNode beside = (ObjectNode) node("{" + id + "\"extension\":[" + EXTENSION + "]}");
            read(path + "._" + name, within.apply(with("_" + name, beside, repeats)));
        }
    }

    /** An extension is nothing without its url, and a value or extensions. */
    private static ObjectNode extension(ObjectNode inner) {
        if (inner.has("url") || inner.has("id")) {
            inner.put("valueBoolean", true);
        }
        return inner.has("url") ? inner : inner.put("url", "urn:x");
    }

    private static ObjectNode with(String name, JsonNode value, boolean repeats) {
        return NODES.objectNode().set(name, repeats ? NODES.arrayNode().add(value) : value);
    }

    private static JsonNode value(BaseRuntimeElementDefinition<?> type, BaseRuntimeChildDefinition child) {
        return switch (type.getChildType()) {
            case COMPOSITE_DATATYPE, RESOURCE_BLOCK ->
                child instanceof RuntimeChildExtension ? node(EXTENSION) : node("{\"extension\":[" + EXTENSION + "]}");
            case EXTENSION_DECLARED, UNDECL_EXT -> node(EXTENSION);
            case CONTAINED_RESOURCE_LIST, CONTAINED_RESOURCES, RESOURCE ->
                node("{\"resourceType\":\"Basic\",\"id\":\"a\",\"modifierExtension\":[" + EXTENSION + "]}");
            case PRIMITIVE_DATATYPE, ID_DATATYPE, PRIMITIVE_XHTML, PRIMITIVE_XHTML_HL7ORG ->
                child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound
                        ? NODES.textNode(code(bound))
                        : node(VALUES.getOrDefault(type.getName(), "\"a\""));
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static String code(RuntimeChildPrimitiveEnumerationDatatypeDefinition bound) {
        return ((IBaseEnumFactory) bound.getInstanceConstructorArguments())
                .toCode((Enum) bound.getBoundEnumType().getEnumConstants()[0]);
    }

    private void read(String path, ObjectNode tree) {
        elements++;
        if (path.matches(".*\\.meta\\.(security|tag)")) {
            // HAPI 8.8.0 writes nothing of a label but system, version, code and display.
            return;
        }
        try {
            Resource resource = bodies.ofTree(tree);
            JsonNode sent = tree.deepCopy();
            JsonNode json = node(TheRecord.CONTEXT.newJsonParser().encodeResourceToString(resource.copy()));
            String text = TheRecord.CONTEXT.newXmlParser().encodeResourceToString(resource);
            JsonNode again = node(TheRecord.CONTEXT
                    .newJsonParser()
                    .encodeResourceToString(bodies.ofTree(xml.tree(text, StrictJson.DEEPEST))));
            if (!json.equals(sent) || !again.equals(sent)) {
                wrong.add(path + ": " + sent + " became " + json + " and " + again);
            }
        } catch (RuntimeException stop) {
            wrong.add(path + ": " + tree + ": " + stop);
        }
    }

    private static JsonNode node(String json) {
        return StrictJson.tree(json.getBytes(UTF_8));
    }
}
