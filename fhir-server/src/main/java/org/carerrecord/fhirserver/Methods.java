package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.carerrecord.fhirserver.store.Held;

/**
 * The methods of the interactions that made versions (R4, Bundle.entry.request.method).
 *
 * @param asked those by which FHIR requests asked for resources, by their keys
 */
record Methods(Map<Long, String> asked) {

    /** Of what no FHIR request asked for. */
    static final Methods OURS = new Methods(Map.of());

    private static final String DELETE = "DELETE";

    static Methods of(Collection<Proposal> proposals) {
        Map<Long, String> asked = new HashMap<>();
        proposals.forEach(
                one -> one.change().interaction().ifPresent(method -> asked.put(one.pk(), made(one, method))));
        return new Methods(asked);
    }

    /** Who creates somebody of whom others told already makes a version of theirs. */
    private static String made(Proposal one, String method) {
        return method.equals("POST") && one.held().filter(Held::live).isPresent() ? "PUT" : method;
    }

    /** That of a version; who takes back some of the words changes what is left of them. */
    String of(Settled one, int version) {
        if (one.resource() == null) {
            return DELETE;
        }
        String method = asked.getOrDefault(one.pk(), DELETE);
        return method.equals(DELETE) ? (version == 1 ? "POST" : "PUT") : method;
    }
}
