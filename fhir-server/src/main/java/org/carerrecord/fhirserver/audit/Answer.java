package org.carerrecord.fhirserver.audit;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt came to, with what its audit row must say.
 *
 * @param status the HTTP status that it will have
 * @param ground why it was allowed
 * @param patients the keys of the people whom it concerned
 * @param shown the keys of the resources that it showed, where the attempt does not name them
 */
public record Answer<T>(T value, int status, String ground, Set<Long> patients, Set<Long> shown) {

    public Answer {
        patients = Set.copyOf(patients);
        shown = Set.copyOf(shown);
    }

    public static <T> Answer<T> of(T value, int status, String ground, Collection<@Nullable Long> patients) {
        return new Answer<>(
                value,
                status,
                ground,
                patients.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet()),
                Set.of());
    }

    /** The same, with something more to say of its ground. */
    public Answer<T> onGroundToo(String more) {
        return new Answer<>(value, status, ground + "; " + more, patients, shown);
    }

    /** The same, which concerned these people too. */
    public Answer<T> concerningToo(Set<Long> more) {
        return new Answer<>(
                value,
                status,
                ground,
                Stream.concat(patients.stream(), more.stream()).collect(Collectors.toUnmodifiableSet()),
                shown);
    }

    /** The same, which showed resources. */
    public Answer<T> showing(Stream<Version> seen) {
        return new Answer<>(
                value, status, ground, patients, seen.map(Version::pk).collect(Collectors.toUnmodifiableSet()));
    }
}
