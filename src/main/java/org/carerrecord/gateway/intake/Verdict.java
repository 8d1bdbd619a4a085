package org.carerrecord.gateway.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.Loss;
import org.carerrecord.profiles.Fault;

/**
 * What became of a message.
 *
 * @param id the gateway's id for the delivery
 * @param at when it was received
 * @param fault why it was not applied
 * @param losses what it said that the record could not carry
 * @param written references of the versions that it made
 */
public record Verdict(String id, Instant at, Optional<Fault> fault, List<Loss> losses, List<String> written) {

    public Verdict {
        losses = List.copyOf(losses);
        written = List.copyOf(written);
    }

    static Verdict applied(String id, Instant at, List<Loss> losses, List<String> written) {
        return new Verdict(id, at, Optional.empty(), losses, written);
    }

    static Verdict refused(String id, Instant at, Fault fault) {
        return new Verdict(id, at, Optional.of(fault), List.of(), List.of());
    }

    /** AA, AE or AR (HL7 table 0008), whatever the format. */
    public String outcome() {
        return fault.map(stop -> stop.kind().acknowledgement()).orElse("AA");
    }
}
