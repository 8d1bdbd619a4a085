package org.carerrecord.fhirserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.flipkart.zjsonpatch.CompatibilityFlags;
import com.flipkart.zjsonpatch.JsonPatch;
import java.util.EnumSet;
import java.util.Objects;
import java.util.function.Function;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Resource;

/** JSON Patch (R4, RESTful API, "patch"; RFC 6902), applied to the JSON that the caller sees. */
final class Patches {

    /** A patch of more operations than this costs more than the resource sent whole. */
    private static final int MOST_OPERATIONS = 1000;

    private static final EnumSet<CompatibilityFlags> FLAGS =
            EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    private final Bodies bodies;

    Patches(Bodies bodies) {
        this.bodies = bodies;
    }

    /**
     * What a patch makes of a resource.
     *
     * @param place where the patch stands
     * @throws Fault UNREADABLE when it is no patch; what it makes throws INVALID when it cannot be applied (R4: 422)
     */
    Function<byte[], Resource> of(String place, byte[] patch) {
        bodies.bounded("body", patch.length);
        JsonNode operations = StrictJson.tree(patch);
        if (operations.size() > MOST_OPERATIONS) {
            throw new Fault(FaultKind.TOO_COSTLY, place, "a patch has at most " + MOST_OPERATIONS + " operations here");
        }
        try {
            JsonPatch.validate(operations);
        } catch (RuntimeException cause) {
            // The library has an exception of its own for some of it only.
            throw new Fault(FaultKind.UNREADABLE, place, "this is no JSON Patch (RFC 6902)", cause);
        }
        return content -> applied(place, operations, content);
    }

    /** The patch of an entry: a Binary of its content type (R4, RESTful API, "transaction"). */
    Function<byte[], Resource> of(Entry entry) {
        if (!(entry.resource() instanceof Binary binary)
                || !Media.of(binary.getContentType())
                        .filter(media -> media.type().equals(Media.JSON_PATCH))
                        .isPresent()) {
            throw new Fault(
                    FaultKind.INVALID,
                    entry.place() + ".resource",
                    "send a patch as a Binary of contentType " + Media.JSON_PATCH);
        }
        return of(entry.place() + ".resource", Objects.requireNonNullElse(binary.getData(), new byte[0]));
    }

    private Resource applied(String place, JsonNode operations, byte[] content) {
        JsonNode before = StrictJson.tree(content);
        JsonNode after = before.deepCopy();
        for (JsonNode operation : operations) {
            requireShallow(place, operation, after);
            after = after(place, operation, after);
            if (operation.path("op").asText().equals("copy")) {
                // Each may double it; what the others add stands in the patch.
                bodies.bounded(place, StrictJson.size(after));
            }
        }
        if (!after.path("id").equals(before.path("id"))
                || !after.path("resourceType").equals(before.path("resourceType"))) {
            throw new Fault(FaultKind.INVALID, place, "a patch changes neither the id nor the type");
        }
        try {
            withoutEmpty(after);
            Resource resource = bodies.ofTree(after);
            Bodies.whole(place, resource);
            return resource;
        } catch (Fault fault) {
            throw new Fault(
                    FaultKind.INVALID,
                    fault.issues().stream()
                            .map(issue -> new Fault.Issue(
                                    place,
                                    "what the patch makes is no resource: " + issue.place() + ": " + issue.reason()))
                            .toList(),
                    fault);
        }
    }

    /** What is put somewhere stands no deeper there than a body may; before it is, since each copy may double it. */
    private static void requireShallow(String place, JsonNode operation, JsonNode tree) {
        JsonNode put =
                switch (operation.path("op").asText()) {
                    case "add", "replace" -> operation.path("value");
                    case "copy", "move" -> {
                        String from = operation.path("from").asText();
                        yield from.isEmpty() || from.startsWith("/") ? tree.at(from) : MissingNode.getInstance();
                    }
                    default -> MissingNode.getInstance();
                };
        long above = operation
                .path("path")
                .asText()
                .chars()
                .filter(one -> one == '/')
                .count();
        if (put.isContainerNode() && above + StrictJson.depth(put) > StrictJson.DEEPEST) {
            throw new Fault(
                    FaultKind.INVALID,
                    place,
                    "what the patch makes is no resource: it is more than " + StrictJson.DEEPEST + " deep");
        }
    }

    /** What an operation makes of a tree, which it may change; without a copy of it unless the whole is to be another. */
    private static JsonNode after(String place, JsonNode operation, JsonNode tree) {
        ArrayNode one = JsonNodeFactory.instance.arrayNode().add(operation);
        try {
            if (operation.path("op").asText().equals("test")) {
                return tested(operation, tree);
            }
            if (operation.path("path").asText().isEmpty()) {
                return JsonPatch.apply(one, tree, FLAGS);
            }
            JsonPatch.applyInPlace(one, tree, FLAGS);
            return tree;
        } catch (RuntimeException cause) {
            throw new Fault(
                    FaultKind.INVALID,
                    place,
                    "an operation of the patch does not fit the resource as it stands; read it again first",
                    cause);
        }
    }

    /** RFC 6902, 4.6: numbers are equal where they are numerically equal; the library compares how they are written. */
    private static JsonNode tested(JsonNode operation, JsonNode tree) {
        JsonNode found = tree.at(operation.path("path").asText());
        if (found.isMissingNode() || !found.equals(Patches::compared, operation.path("value"))) {
            throw new IllegalArgumentException("another value");
        }
        return tree;
    }

    /** 0 for what is equal. */
    private static int compared(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    /** Who takes away the last of a list means no list (R4, "JSON Representation of Resources": never empty). */
    private static void withoutEmpty(JsonNode tree) {
        tree.properties()
                .removeIf(property ->
                        isEmptied(property.getValue(), property.getKey().startsWith("_")));
    }

    /**
     * Whether nothing is left of a part.
     *
     * @param besidePrimitives whether its members stand each beside another, whose places a null keeps
     */
    private static boolean isEmptied(JsonNode part, boolean besidePrimitives) {
        if (!(part instanceof ArrayNode list)) {
            withoutEmpty(part);
            return part.isObject() && part.isEmpty();
        }
        int left = 0;
        for (int i = list.size() - 1; i >= 0; i--) {
            if (!isEmptied(list.get(i), false)) {
                left += list.get(i).isNull() && besidePrimitives ? 0 : 1;
            } else if (besidePrimitives) {
                list.setNull(i);
            } else {
                list.remove(i);
            }
        }
        return left == 0;
    }
}
