package org.carerrecord.fhirserver.agreement;

/**
 * Who asks, and for what.
 *
 * @param partner the organisation on whose behalf
 * @param purpose the purpose of use
 * @param requestId the request's id (X-Request-ID)
 */
public record Caller(Partner partner, String purpose, String requestId) {

    public Caller(Partner partner, String requestId) {
        this(partner, partner.purpose(), requestId);
    }
}
