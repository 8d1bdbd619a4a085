package org.carerrecord.gateway.intake;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.contributions.Telling;
import org.carerrecord.gateway.identity.Identities;
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
 */
record Saying(Version.SaidBy by, Stamp stamp, Change.Part part) {

    /** A message that names all is a complete list of its own. */
    static Saying of(Envelope envelope, Kept.Header header, Understood understood, Instant saidAt) {
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
                        namesAll ? envelope.id() : format.snapshot().orElse(null)));
    }

    /** The same apart from any list. */
    Saying alone() {
        return new Saying(by, stamp, new Change.Part(part.format(), null));
    }

    /** A statement; the key is empty where it takes back more than one. */
    Change.Statement statement(String key, Set<String> emptied, boolean late) {
        return new Change.Statement(key, stamp, emptied, late, part);
    }

    /**
     * What is told of a person.
     *
     * @param key empty where it is of all statements of the type
     * @param said null when it takes back
     */
    Telling telling(long patient, String type, Optional<String> key, @Nullable Resource said, Set<String> emptied) {
        return new Telling(
                by.partner(),
                patient,
                type,
                stamp,
                key.map(Identities::statementKey).orElse(null),
                said,
                emptied,
                by.message(),
                part);
    }
}
