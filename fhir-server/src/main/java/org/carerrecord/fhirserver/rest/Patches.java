package org.carerrecord.fhirserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
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
        JsonNode operations = bodies.tree(patch);
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
        JsonNode before = bodies.tree(content);
        JsonNode after;
        try {
            after = JsonPatch.apply(operations, before, EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT));
        } catch (RuntimeException cause) {
            throw new Fault(
                    FaultKind.INVALID,
                    place,
                    "an operation of the patch does not fit the resource as it stands; read it again first",
                    cause);
        }
        if (!after.path("id").equals(before.path("id"))
                || !after.path("resourceType").equals(before.path("resourceType"))) {
            throw new Fault(FaultKind.INVALID, place, "a patch changes neither the id nor the type");
        }
        try {
            return bodies.ofTree(after);
        } catch (Fault fault) {
            throw new Fault(FaultKind.INVALID, place, "what the patch makes is no resource: " + fault.place(), fault);
        }
    }
}
