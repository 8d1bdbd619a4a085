package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Scopes;
import org.carerrecord.fhirserver.agreement.Scopes.Action;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;

/** Which scope an interaction needs (SMART App Launch 2.2.0, "FHIR Resource Scopes"). */
final class Scoped {

    private static final String AUTHORIZATION = "Authorization";

    private Scoped() {}

    /**
     * Stops a request that the caller's token does not allow; the entries of a Bundle are looked at one by one.
     *
     * @throws org.carerrecord.profiles.Fault FORBIDDEN, naming the scope
     */
    static void permit(RequestDetails request, BaseMethodBinding method, RestOperationTypeEnum interaction) {
        Optional<Action> action =
                switch (interaction) {
                    case READ, VREAD, HISTORY_INSTANCE -> Optional.of(Action.READ);
                    case SEARCH_TYPE, SEARCH_SYSTEM, HISTORY_TYPE, HISTORY_SYSTEM -> Optional.of(Action.SEARCH);
                    case CREATE -> Optional.of(Action.CREATE);
                    case UPDATE, PATCH -> Optional.of(Action.UPDATE);
                    case DELETE -> Optional.of(Action.DELETE);
                    case METADATA, TRANSACTION -> Optional.empty();
                    default -> Optional.of(operation(method));
                };
        action.ifPresent(needed -> Requests.caller(request)
                .scopes()
                .require(
                        AUTHORIZATION, needed, Objects.requireNonNullElse(request.getResourceName(), Scopes.ANY_TYPE)));
    }

    private static Action operation(BaseMethodBinding method) {
        return method instanceof OperationMethodBinding operation && operation.isIdempotent()
                ? Action.READ
                : Action.UPDATE;
    }

    /** The same for an entry of a Bundle. */
    static void permit(Caller caller, String place, HTTPVerb verb, String path) {
        String[] steps = path.split("/");
        Action action =
                switch (verb) {
                    case POST -> Action.CREATE;
                    case PUT, PATCH -> Action.UPDATE;
                    case DELETE -> Action.DELETE;
                    case GET, HEAD, NULL -> steps.length == 1 || steps[1].startsWith("_") ? Action.SEARCH : Action.READ;
                };
        caller.scopes().require(place, action, steps[0].startsWith("_") ? Scopes.ANY_TYPE : steps[0]);
    }
}
