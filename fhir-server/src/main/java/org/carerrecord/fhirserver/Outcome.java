package org.carerrecord.fhirserver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change.
 *
 * @param created whether the sender sees it as new
 * @param changed whether it made a version
 * @param content FHIR JSON of the version that stands now; null when deleted, or when the sender may not see it
 * @param patient the key of the person in whose compartment it lies, if any
 */
public record Outcome(
        String type,
        long pk,
        String id,
        int version,
        Instant updated,
        boolean created,
        boolean changed,
        byte @Nullable [] content,
        @Nullable Long patient) {}
