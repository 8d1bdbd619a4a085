package org.carerrecord.fhirserver.audit;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt came to, with what its audit row must say.
 *
 * @param status the HTTP status that it will have
 * @param ground why it was allowed
 * @param patients the keys of the people whom it concerned
 */
public record Answer<T>(T value, int status, String ground, Set<Long> patients) {

    public static <T> Answer<T> of(T value, int status, String ground, Collection<@Nullable Long> patients) {
        return new Answer<>(
                value,
                status,
                ground,
                patients.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet()));
    }
}
