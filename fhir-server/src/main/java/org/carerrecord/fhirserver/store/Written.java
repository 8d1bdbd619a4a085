package org.carerrecord.fhirserver.store;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version that is to be written.
 *
 * @param held what it follows on
 * @param updated not before what it follows on
 * @param method POST, PUT, PATCH or DELETE
 * @param content FHIR JSON in UTF-8 and its digest; both null when deleted
 * @param alone whether it holds no words of others than who writes it; who puts together what others said writes theirs
 */
public record Written(
        long pk,
        String type,
        String id,
        Optional<Held> held,
        Instant updated,
        String method,
        byte @Nullable [] content,
        @Nullable UUID digest,
        @Nullable Long patient,
        boolean shared,
        boolean restricted,
        boolean young,
        boolean alone) {

    public int version() {
        return held.map(Held::version).orElse(0) + 1;
    }
}
