package org.carerrecord.fhirserver.rest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** What may be asked of which path (R4, RESTful API, "Summary": the tables of interactions). */
final class Offered {

    /** What the server makes itself; only who writes everything as it is may write it too. */
    private static final Set<String> MADE_HERE = Set.of("Person", "AuditEvent");

    /** Made of the versions' own columns when it is read, so nobody writes it. */
    private static final String PROVENANCE = "Provenance";

    private static final List<String> READ = List.of("GET", "HEAD");

    private final Resources resources;

    Offered(Resources resources) {
        this.resources = resources;
    }

    /** Whether resources of a type are stored, so that it has paths of its own. */
    boolean isType(String name) {
        return resources.isType(name) && !name.equals("Parameters");
    }

    static boolean mayWrite(Optional<Caller> caller, String type) {
        return !type.equals(PROVENANCE)
                && (!MADE_HERE.contains(type)
                        || caller.map(known -> known.partner().asItIs()).orElse(false));
    }

    /**
     * Stops a write of what the server makes itself.
     *
     * @throws Fault NOT_ALLOWED
     */
    static void permitWrite(Caller caller, String place, String type) {
        if (!mayWrite(Optional.of(caller), type)) {
            throw new Fault(FaultKind.NOT_ALLOWED, place, "the server makes this type itself; nobody writes it");
        }
    }

    /**
     * The methods of a path below the server's base.
     *
     * @throws Fault NOT_FOUND for a path that is none, INVALID_ID for an id that can be none
     */
    List<String> methods(Optional<Caller> caller, String path) {
        List<String> steps = List.of(path.split("/"));
        if (path.isEmpty()) {
            return List.of("POST");
        }
        if (steps.stream().anyMatch(step -> step.startsWith("$"))) {
            return List.of("GET", "HEAD", "POST");
        }
        String first = steps.getFirst();
        if (!isType(first)) {
            return switch (path) {
                case "metadata", "_history", ".well-known/smart-configuration" -> READ;
                default -> throw absent();
            };
        }
        boolean writes = mayWrite(caller, first);
        if (steps.size() == 1) {
            return writes ? List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") : READ;
        }
        String second = steps.get(1);
        if (second.equals("_search") || second.equals("_history")) {
            if (steps.size() > 2) {
                throw absent();
            }
            return second.equals("_search") ? List.of("POST") : READ;
        }
        if (!ReferenceText.isId(second)) {
            throw new Fault(FaultKind.INVALID_ID, "URL", "an id has 1 to 64 letters, digits, - and .");
        }
        if (steps.size() == 2) {
            return writes ? List.of("GET", "HEAD", "PUT", "PATCH", "DELETE") : READ;
        }
        if (steps.get(2).equals("_history") && steps.size() <= 4) {
            return READ;
        }
        throw absent();
    }

    private static Fault absent() {
        return new Fault(FaultKind.NOT_FOUND, "URL", "there is no such path or type here; see /fhir/metadata");
    }
}
