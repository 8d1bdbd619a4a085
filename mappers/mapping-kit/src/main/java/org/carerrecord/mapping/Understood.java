package org.carerrecord.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one message says, in the record's own terms.
 *
 * @param saidAt when the event happened by the sender's clock; empty when no readable time says so, which is a loss, and
 *     the time of receipt then stands for it
 * @param said the things stated, every Patient before what refers to it
 * @param withdrawn the statements taken back
 * @param merged the numbers that the sender has merged
 * @param unlinked the patients whom it takes apart again
 */
public record Understood(
        Optional<Instant> saidAt,
        List<Said> said,
        List<Withdrawn> withdrawn,
        List<Merged> merged,
        List<Unlinked> unlinked) {

    public Understood {
        said = List.copyOf(said);
        withdrawn = List.copyOf(withdrawn);
        merged = List.copyOf(merged);
        unlinked = List.copyOf(unlinked);
    }

    public Understood(Optional<Instant> saidAt, List<Said> said, List<Withdrawn> withdrawn) {
        this(saidAt, said, withdrawn, List.of());
    }

    public Understood(Optional<Instant> saidAt, List<Said> said, List<Withdrawn> withdrawn, List<Merged> merged) {
        this(saidAt, said, withdrawn, merged, List.of());
    }

    /** A message that says nothing but that two are not one. */
    public static Understood apart(Optional<Instant> saidAt, Unlinked two) {
        return new Understood(saidAt, List.of(), List.of(), List.of(), List.of(two));
    }
}
