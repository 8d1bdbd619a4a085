package org.carerrecord.fhirserver.audit;

import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What somebody tries to do.
 *
 * @param caller null when nobody knows who
 * @param requestId X-Request-ID or the message's id
 * @param interaction read, vread, search-type, history-instance, transaction ... (http://hl7.org/fhir/restful-interaction)
 */
public record Attempt(
        @Nullable Caller caller, String requestId, String interaction, Optional<String> type, Optional<String> id) {

    public static Attempt of(Caller caller, String interaction, String type, String id) {
        return new Attempt(caller, caller.requestId(), interaction, Optional.of(type), Optional.of(id));
    }

    public static Attempt of(Caller caller, String interaction, String type) {
        return new Attempt(caller, caller.requestId(), interaction, Optional.of(type), Optional.empty());
    }

    public static Attempt of(Caller caller, String interaction) {
        return new Attempt(caller, caller.requestId(), interaction, Optional.empty(), Optional.empty());
    }
}
