package org.carerrecord.gateway.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.contributions.Telling;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * How a message says whatever it says.
 *
 * @param by who, and in which message
 * @param stamp when, by the sender's clock
 * @param part of what it is part
 * @param again whether it was refused before and says no time of its own
 */
record Saying(Version.SaidBy by, Stamp stamp, Change.Part part, boolean again) {

    /** carer-model.md, contributions 3. */
    private static final Duration AHEAD_AT_MOST = Duration.ofMinutes(10);

    /**
     * When a message says what it says; what lies far ahead is a loss.
     *
     * @param received what stands for it where it says no time that can be
     */
    static Instant saidAt(Understood understood, Instant received, Format format, List<Loss> losses) {
        Instant said = understood.saidAt().orElse(received);
        if (said.isAfter(received.plus(AHEAD_AT_MOST))) {
            losses.add(new Loss(
                    format.places().saidAt(), "it lies more than 10 minutes ahead: the time of receipt stands for it"));
            return received;
        }
        return said;
    }

    /**
     * A message that names all is a complete list of its own.
     *
     * @param replayed whether it is taken once more
     */
    static Saying of(Envelope envelope, Kept.Header header, Understood understood, Instant saidAt, boolean replayed) {
        Format format = envelope.format();
        boolean namesAll = understood.withdrawn().stream().anyMatch(one -> one.which() instanceof Withdrawn.Which.Rest);
        return new Saying(
                new Version.SaidBy(
                        envelope.sender().partner().ods(),
                        envelope.sender().requestId(),
                        envelope.id(),
                        Kept.Header.cut(header.controlId(), 200)),
                new Stamp(saidAt, header.controlId() + "\n" + Hash.key(envelope.raw())),
                new Change.Part(
                        format.name(),
                        namesAll ? envelope.id() : format.snapshot().orElse(null)),
                replayed && understood.saidAt().isEmpty());
    }

    /** The same apart from any list. */
    Saying alone() {
        return new Saying(by, stamp, new Change.Part(part.format(), null), again);
    }

    /** A statement; the key is empty where it takes back more than one. */
    Change.Statement statement(Optional<UUID> key, Set<String> emptied, boolean late) {
        return new Change.Statement(key, stamp, emptied, late, part);
    }

    /** The same, said right after something else was; several of them in the order of their own times. */
    Saying after(Instant other) {
        String order = "%020d ".formatted(ChronoUnit.MICROS.between(Instant.EPOCH, stamp.at()));
        return at(new Stamp(other.plus(1, ChronoUnit.MICROS), order + stamp.tie()));
    }

    private Saying at(Stamp other) {
        return new Saying(by, other, part, again);
    }

    /** That it says one thing, and takes back more of what it said of it before. */
    Change change(Said one, Set<String> withdrawn, boolean late) {
        return change(one, Identities.statementKey(one.key()), withdrawn, late);
    }

    /** The same, under another key than that of the message. */
    Change change(Said one, UUID key, Set<String> withdrawn, boolean late) {
        Set<String> emptied =
                Stream.concat(one.emptied().stream(), withdrawn.stream()).collect(Collectors.toUnmodifiableSet());
        String type = one.resource().fhirType();
        return new Change(
                type,
                Change.Method.UPDATE,
                type,
                new Change.Aim.New(),
                one.resource(),
                Optional.of(one.link()),
                Optional.empty(),
                Optional.of(statement(Optional.of(key), emptied, late)));
    }

    /** What is told of a person by a change. */
    Telling telling(Outcome patient, Change change) {
        Change.Statement statement = change.statement().orElseThrow();
        return at(statement.stamp())
                .telling(patient.pk(), change.type(), statement.key(), change.resource(), statement.emptied());
    }

    /**
     * What is told of a person.
     *
     * @param key empty where it is of all statements of the type
     * @param said null when it takes back
     */
    Telling telling(long patient, String type, Optional<UUID> key, @Nullable Resource said, Set<String> emptied) {
        return new Telling(by.partner(), patient, type, stamp, key.orElse(null), said, emptied, by.message(), part);
    }
}
