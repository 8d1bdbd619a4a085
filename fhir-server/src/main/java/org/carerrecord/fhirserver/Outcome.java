package org.carerrecord.fhirserver;

import java.time.Instant;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.store.Written;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change.
 *
 * @param created whether the sender sees it as new
 * @param changed whether it made a version
 * @param live whether there is a version now that the sender may read
 * @param content FHIR JSON of that version, where it is at hand
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
        boolean live,
        byte @Nullable [] content,
        @Nullable Long patient) {

    static Outcome of(Written one, boolean created, boolean seen, Extent extent) {
        byte @Nullable [] content = seen ? one.content() : null;
        return new Outcome(
                one.type(),
                one.pk(),
                one.id(),
                one.version(),
                one.updated(),
                created,
                true,
                content != null,
                content == null ? null : extent.of(one.type(), content),
                one.patient());
    }

    static Outcome unchanged(Held one, boolean created, boolean seen) {
        return new Outcome(
                one.type(),
                one.pk(),
                one.id(),
                one.version(),
                one.updated(),
                created,
                false,
                seen && one.live(),
                null,
                one.patient());
    }

    /** What the sender sees, and stays as it is. */
    public static Outcome seen(Held one, Version seen) {
        return unchanged(one, false, true).with(seen.content());
    }

    /** A deletion that found nothing. */
    static Outcome nothing(String type, Instant now) {
        return new Outcome(type, 0, "", 0, now, false, false, false, null, null);
    }

    Outcome with(byte @Nullable [] its) {
        return new Outcome(type, pk, id, version, updated, created, changed, live, its, patient);
    }
}
