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
 * @param said who said it, and in what; nobody where all is masked
 * @param mask what of it the caller is not told; as it comes from the store, what other callers than its source are not
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
        SaidBy said,
        Mask mask) {

    public boolean deleted() {
        return content == null;
    }

    /** The same for a caller who is told all. */
    public Version whole() {
        return mask == Mask.NONE
                ? this
                : new Version(pk, patient, type, id, version, updated, method, content, said, Mask.NONE);
    }

    /** The same for a caller who is told only this content. */
    public Version masked(byte @Nullable [] told) {
        SaidBy by = mask == Mask.ALL ? new SaidBy("", "", null, null) : said;
        return new Version(pk, patient, type, id, version, updated, method, told, by, mask);
    }

    /** The same with other content, of which the rest is not told. */
    public Version told(byte[] its) {
        return new Version(pk, patient, type, id, version, updated, method, its, said, mask);
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
