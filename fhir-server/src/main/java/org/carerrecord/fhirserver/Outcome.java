package org.carerrecord.fhirserver;

import java.time.Instant;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.store.Written;
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
        @Nullable Long patient) {

    static Outcome of(Written one, Instant at, boolean created, boolean seen) {
        return new Outcome(
                one.type(),
                one.pk(),
                one.id(),
                one.version(),
                at,
                created,
                true,
                seen ? one.content() : null,
                one.patient());
    }

    static Outcome of(Version one, boolean created, boolean seen) {
        return new Outcome(
                one.type(),
                one.pk(),
                one.id(),
                one.version(),
                one.updated(),
                created,
                false,
                seen ? one.content() : null,
                one.patient());
    }
}
