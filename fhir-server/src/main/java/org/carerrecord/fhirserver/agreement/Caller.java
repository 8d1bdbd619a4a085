package org.carerrecord.fhirserver.agreement;

import java.util.Optional;

/**
 * Who asks, and for what.
 *
 * @param partner the organisation on whose behalf
 * @param purpose the purpose of use
 * @param requestId the request's id (X-Request-ID)
 * @param client the client that the identity provider knows, when one asks for the partner
 * @param scopes what its token lets it do at most
 */
public record Caller(Partner partner, String purpose, String requestId, Optional<String> client, Scopes scopes) {

    private static final String OPERATOR = "operations";

    public Caller(Partner partner, String purpose, String requestId) {
        this(partner, purpose, requestId, Optional.empty(), Scopes.ALL);
    }

    public Caller(Partner partner, String requestId) {
        this(partner, partner.purpose(), requestId);
    }

    /** Whether this is the operator, who sees who did what and what became of messages, and no care data. */
    public boolean operates() {
        return partner.kind().equals(OPERATOR);
    }

    /** As the gateway itself looks somebody up in order to write for this caller; what is then told is narrowed again. */
    public Caller unscoped() {
        return new Caller(partner, purpose, requestId, client, Scopes.ALL);
    }
}
