package org.carerrecord.fhirserver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change.
 *
 * @param created whether the sender sees it as new
 * @param content FHIR JSON of the stored version; null when deleted
 * @param patient the key of the person in whose compartment it lies, if any
 */
public record Outcome(
        String type,
        long pk,
        String id,
        int version,
        Instant updated,
        boolean created,
        byte @Nullable [] content,
        @Nullable Long patient) {}
