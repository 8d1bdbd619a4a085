package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/** The tree of one resource, as its XML is read: what R4 does not know in it is kept under names that no element has. */
final class XmlTree {

    private static final String FHIR = "http://hl7.org/fhir";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    private final FhirContext context;
    private final Set<String> types;
    private final int deepest;
    private final BaseRuntimeElementCompositeDefinition<?> extension;
    private final ObjectNode top = JsonNodeFactory.instance.objectNode();
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Xhtml narrative;

    /** An element that is open. */
    private sealed interface Open {}

    /** With elements of its own. */
    private record Elements(ObjectNode object, BaseRuntimeElementCompositeDefinition<?> definition) implements Open {}

    /** A primitive. */
    private record Value(XmlPrimitive primitive) implements Open {}

    /** It holds one resource. */
    private record Slot(ObjectNode owner, String name, boolean repeats) implements Open {

        static Slot open(ObjectNode owner, String name, boolean repeats) {
            if (repeats) {
                owner.withArray(name).addNull();
            } else {
                owner.set(name, owner.has(name) ? JsonNodeFactory.instance.arrayNode() : NullNode.instance);
            }
            return new Slot(owner, name, repeats);
        }

        /** Whether it was empty. */
        boolean fill(ObjectNode resource) {
            if (repeats) {
                ArrayNode all = owner.withArray(name);
                return all.get(all.size() - 1).isNull() && all.set(all.size() - 1, resource) != null;
            }
            boolean isEmpty = owner.path(name).isNull();
            if (isEmpty) {
                owner.set(name, resource);
            }
            return isEmpty;
        }
    }

    /** Nothing that R4 knows. */
    private record Unknown() implements Open {}

    XmlTree(FhirContext context, Set<String> types, int deepest) {
        this.context = context;
        this.types = types;
        this.deepest = deepest;
        this.extension = (BaseRuntimeElementCompositeDefinition<?>)
                Objects.requireNonNull(context.getElementDefinition("Extension"));
    }

    ObjectNode root() {
        return (ObjectNode) top.get("root");
    }

    void start(XMLStreamReader reader) {
        String name = reader.getLocalName();
        boolean isXhtml = Xhtml.NAMESPACE.equals(reader.getNamespaceURI());
        require(
                open.size() + (narrative == null ? 0 : narrative.depth()) < deepest,
                "elements stand in each other more than " + deepest + " deep");
        require(
                isXhtml ? !open.isEmpty() : narrative == null && FHIR.equals(reader.getNamespaceURI()),
                "an element is not of the namespace " + FHIR);
        if (narrative != null) {
            narrative.start(reader);
            return;
        }
        switch (open.peek()) {
            case null -> {
                require(types.contains(name), "this is no resource of R4: the root element must name one");
                resource(reader, Slot.open(top, "root", false));
            }
            case Slot slot -> resource(reader, slot);
            case Elements parent -> element(reader, parent, isXhtml);
            case Value(XmlPrimitive primitive) -> {
                if (name.equals("extension")) {
                    elements(reader, primitive.beside(), name, true, extension);
                } else {
                    unknown(primitive.beside(), name);
                }
            }
            case Unknown unknown -> open.push(unknown);
        }
    }

    void text(String characters, boolean isWhiteSpace) {
        if (narrative != null) {
            narrative.text(characters);
        } else {
            require(isWhiteSpace, "text stands outside of attributes and narratives");
        }
    }

    void end() {
        if (narrative != null) {
            if (narrative.end()) {
                String div = narrative.toString();
                narrative = null;
                if (open.pop() instanceof Value(XmlPrimitive primitive)) {
                    primitive.say(div);
                    primitive.put();
                }
            }
        } else if (open.pop() instanceof Value(XmlPrimitive primitive)) {
            primitive.put();
        }
    }

    private void resource(XMLStreamReader reader, Slot slot) {
        String type = reader.getLocalName();
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        if (!slot.fill(object)) {
            unknown(slot.owner(), "@" + type);
            return;
        }
        if (types.contains(type)) {
            open.push(new Elements(object, context.getResourceDefinition(type)));
            attributes(reader, object, "", "");
        } else {
            open.push(new Unknown());
        }
    }

    private void element(XMLStreamReader reader, Elements parent, boolean isXhtml) {
        String name = reader.getLocalName();
        @Nullable BaseRuntimeChildDefinition child = parent.definition().getChildByName(name);
        boolean isAttribute = (name.equals("id") && !isResource(parent.definition()))
                || (name.equals("url") && parent.definition() == extension);
        if (child == null || isAttribute || JsonBody.isOtherName(child, name, types)) {
            unknown(parent.object(), isAttribute ? "@" + name : name);
            return;
        }
        boolean repeats = child.getMax() != 1;
        BaseRuntimeElementDefinition<?> type =
                child instanceof RuntimeChildExtension ? extension : child.getChildByName(name);
        switch (type.getChildType()) {
            case PRIMITIVE_DATATYPE, ID_DATATYPE -> {
                XmlPrimitive primitive = new XmlPrimitive(parent.object(), name, repeats, type.getName());
                open.push(new Value(primitive));
                @Nullable String value = reader.getAttributeValue(null, "value");
                if (value != null) {
                    primitive.say(value);
                }
                attributes(reader, primitive.beside(), "id", "value");
            }
            case PRIMITIVE_XHTML, PRIMITIVE_XHTML_HL7ORG -> {
                if (isXhtml) {
                    open.push(new Value(new XmlPrimitive(parent.object(), name, repeats, type.getName())));
                    narrative = new Xhtml();
                    narrative.start(reader);
                } else {
                    unknown(parent.object(), name);
                }
            }
            case CONTAINED_RESOURCE_LIST, CONTAINED_RESOURCES, RESOURCE -> {
                attributes(reader, parent.object(), "", "");
                open.push(Slot.open(parent.object(), name, repeats));
            }
            case COMPOSITE_DATATYPE, RESOURCE_BLOCK, EXTENSION_DECLARED, UNDECL_EXT ->
                elements(
                        reader,
                        parent.object(),
                        name,
                        repeats,
                        type instanceof BaseRuntimeElementCompositeDefinition<?> composite ? composite : extension);
        }
    }

    private static boolean isResource(BaseRuntimeElementCompositeDefinition<?> definition) {
        return definition.getChildType() == BaseRuntimeElementDefinition.ChildTypeEnum.RESOURCE;
    }

    private void elements(
            XMLStreamReader reader,
            ObjectNode owner,
            String name,
            boolean repeats,
            BaseRuntimeElementCompositeDefinition<?> definition) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        XmlPrimitive.put(owner, name, repeats, object);
        open.push(new Elements(object, definition));
        attributes(reader, object, "id", definition == extension ? "url" : "id");
    }

    private void unknown(ObjectNode owner, String name) {
        owner.put(name.equals("resourceType") || name.startsWith("_") ? "@" + name : name, "");
        open.push(new Unknown());
    }

    /** Keeps two attributes; what is neither is unknown, and told so where the tree is checked. */
    private static void attributes(XMLStreamReader reader, ObjectNode object, String one, String other) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String name = reader.getAttributeLocalName(i);
            boolean isPlain = reader.getAttributeNamespace(i) == null
                    || reader.getAttributeNamespace(i).isEmpty();
            if (isPlain && (name.equals(one) || name.equals(other))) {
                if (!name.equals("value")) {
                    object.put(name, reader.getAttributeValue(i));
                }
            } else if (!INSTANCE.equals(reader.getAttributeNamespace(i))) {
                object.put("@" + name, "");
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw fault(otherwise);
        }
    }

    static Fault fault(String reason) {
        return new Fault(FaultKind.UNREADABLE, "body", reason);
    }
}
