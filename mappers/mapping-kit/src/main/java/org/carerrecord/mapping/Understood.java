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
 */
public record Understood(Optional<Instant> saidAt, List<Said> said, List<Withdrawn> withdrawn, List<Merged> merged) {

    public Understood {
        said = List.copyOf(said);
        withdrawn = List.copyOf(withdrawn);
        merged = List.copyOf(merged);
    }

    public Understood(Optional<Instant> saidAt, List<Said> said, List<Withdrawn> withdrawn) {
        this(saidAt, said, withdrawn, List.of());
    }
}
