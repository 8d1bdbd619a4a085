package org.carerrecord.fhirserver.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A resource's current row.
 *
 * @param pk its key in the index rows
 * @param version 0: referred to, never there
 * @param digest of its content; null when deleted or never there
 * @param patient the key of the person in whose compartment it lies, if any
 * @param shared seen by more than its sources
 * @param restricted labelled so: a person is masked for others than their only source
 * @param young of a young carer
 */
public record Held(
        long pk,
        String type,
        String id,
        int version,
        boolean deleted,
        Instant updated,
        @Nullable UUID digest,
        @Nullable Long patient,
        boolean shared,
        boolean restricted,
        boolean young) {

    /** Whether there is something to read. */
    public boolean live() {
        return version > 0 && !deleted;
    }

    public String reference() {
        return type + "/" + id;
    }
}
