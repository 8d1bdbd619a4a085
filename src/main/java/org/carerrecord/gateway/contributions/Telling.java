package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
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
 * @param part the format of that message, and the complete list in which it was told; null for a FHIR write
 * @param former the merged record under whose number it was told; empty for none
 * @param formerKey the key under which it was told, where its sender merged it into another; empty for none
 * @param only whether it takes back the only statement of the type, and nothing where there are several
 */
public record Telling(
        String partner,
        long patient,
        String type,
        Stamp stamp,
        @Nullable UUID key,
        @Nullable Resource said,
        Set<String> emptied,
        @Nullable String message,
        Change.@Nullable Part part,
        Optional<Former> former,
        Optional<UUID> formerKey,
        boolean only) {

    /**
     * A record that was merged into that of the person.
     *
     * @param pk its key
     * @param since by the sender's clock
     */
    public record Former(long pk, Instant since) {}

    /** One that is told under a number of the person's own. */
    public Telling(
            String partner,
            long patient,
            String type,
            Stamp stamp,
            @Nullable UUID key,
            @Nullable Resource said,
            Set<String> emptied,
            @Nullable String message,
            Change.@Nullable Part part) {
        this(
                partner,
                patient,
                type,
                stamp,
                key,
                said,
                emptied,
                message,
                part,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The same, of the only statement of the type. */
    public Telling ofOnly() {
        return new Telling(partner, patient, type, stamp, key, said, emptied, message, part, former, formerKey, true);
    }

    /** The same, told under the number of a merged record. */
    public Telling under(Optional<Former> other) {
        return new Telling(partner, patient, type, stamp, key, said, emptied, message, part, other, formerKey, only);
    }

    /** The same, told under a key that its sender merged into that of the statement. */
    public Telling formerly(Optional<UUID> other) {
        return new Telling(partner, patient, type, stamp, key, said, emptied, message, part, former, other, only);
    }

    /** The same, told under another key. */
    Telling keyed(UUID other) {
        return new Telling(partner, patient, type, stamp, other, said, emptied, message, part, former, formerKey, only);
    }

    /** The same, told of another person. */
    Telling of(long other, @Nullable Resource words) {
        return new Telling(partner, other, type, stamp, key, words, emptied, message, part, former, formerKey, only);
    }

    /** In place of a person: all of whom the partner speaks. */
    static final long EVERYBODY = 0;

    /** Whether it is the other one, told of the same under the same key at the same time. */
    boolean isSame(Telling other) {
        return stamp.equals(other.stamp) && Objects.equals(key, other.key) && (said == null) == (other.said == null);
    }

    /** Whether it ends a complete list: what was told before, in messages of its format, and is not in the list is taken back. */
    boolean isEndOfSnapshot() {
        return key == null && said == null && part != null && part.snapshot() != null;
    }

    /** Whether it takes back a statement: the end of a complete list does not that of another format, nor what the list has. */
    boolean takesBack(Contribution statement, List<Telling> all) {
        List<Telling> its = all.stream()
                .filter(one -> one.said != null && statement.about().key().equals(one.key))
                .toList();
        if (key == null && !isOfAll(statement, its)) {
            return false;
        }
        if (!isEndOfSnapshot()) {
            return key != null || its.stream().noneMatch(one -> one.stamp.equals(stamp));
        }
        Change.Part list = Objects.requireNonNull(part);
        return statement.active()
                && its.stream()
                        .filter(one -> Objects.equals(one.message, statement.message()))
                        .anyMatch(one -> one.part != null && one.part.format().equals(list.format()))
                && its.stream()
                        .noneMatch(one -> one.part != null && Objects.equals(one.part.snapshot(), list.snapshot()));
    }

    /** What was told of all of one record before it was merged tells nothing of what was told of the other. */
    private boolean isOfAll(Contribution statement, List<Telling> its) {
        return its.stream()
                .filter(one -> Objects.equals(one.message, statement.message()))
                .noneMatch(one -> !former.map(Former::pk).equals(one.former.map(Former::pk))
                        && Stream.of(former, one.former)
                                .flatMap(Optional::stream)
                                .anyMatch(merged -> stamp.at().isBefore(merged.since())));
    }

    boolean concerns(UUID statement) {
        return key == null || key.equals(statement);
    }
}
