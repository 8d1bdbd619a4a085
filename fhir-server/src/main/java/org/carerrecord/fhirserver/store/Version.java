package org.carerrecord.fhirserver.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a resource, with what its Provenance says.
 *
 * @param pk the resource's key in the index rows
 * @param patient the key of the person in whose compartment it lies, if any
 * @param method POST, PUT or DELETE
 * @param content FHIR JSON in UTF-8; null when deleted
 * @param said who said it, and in what
 */
public record Version(
        long pk,
        @Nullable Long patient,
        String type,
        String id,
        int version,
        Instant updated,
        String method,
        byte @Nullable [] content,
        SaidBy said) {

    public boolean deleted() {
        return content == null;
    }

    public String reference() {
        return type + "/" + id;
    }

    /**
     * Who said it.
     *
     * @param partner ODS code
     * @param request the request's id
     * @param message the gateway's id of the message that said it; null for a FHIR write
     * @param controlId the sender's own id of that message (HL7 v2 MSH-10)
     */
    public record SaidBy(String partner, String request, @Nullable String message, @Nullable String controlId) {}
}
