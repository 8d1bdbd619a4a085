package org.carerrecord.gateway.contributions;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Stamp;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a partner told of a person, as it was told: a row of table {@code telling}.
 *
 * @param key digest of the partner's own key for the statement; null for all its statements of the type
 * @param said the words; null when it takes back
 * @param emptied elements that it takes back
 * @param message the message that told it; null for a FHIR write
 */
public record Telling(
        String partner,
        long patient,
        String type,
        Stamp stamp,
        @Nullable UUID key,
        @Nullable Resource said,
        Set<String> emptied,
        @Nullable String message) {

    /** Whether it is the other one, told of the same under the same key at the same time. */
    boolean isSame(Telling other) {
        return stamp.equals(other.stamp) && Objects.equals(key, other.key) && (said == null) == (other.said == null);
    }

    boolean concerns(UUID statement) {
        return key == null || key.equals(statement);
    }
}
