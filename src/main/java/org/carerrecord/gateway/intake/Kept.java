package org.carerrecord.gateway.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.Loss;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * A message as it was kept, and what became of it.
 *
 * @param id the gateway's opaque id
 * @param partner ODS code of its sender
 * @param format for example {@code hl7-v2}
 * @param raw its bytes as they came
 * @param outcome AA, AE or AR (HL7 table 0008)
 * @param stop why it was not applied
 * @param losses what it said that the record could not carry
 * @param written references of the versions that it made
 * @param acknowledgement the answer's bytes; empty where the sender wanted none
 */
public record Kept(
        String id,
        String partner,
        Instant received,
        String format,
        Header header,
        byte[] raw,
        String outcome,
        Optional<Stop> stop,
        List<Loss> losses,
        List<String> written,
        byte[] acknowledgement) {

    /**
     * What tells one delivery from another.
     *
     * @param application MSH-3
     * @param facility MSH-4
     * @param controlId MSH-10
     * @param time MSH-7 as it was sent
     */
    public record Header(String application, String facility, String controlId, String time) {}

    /** A stop by its kind's name, the place in the message and what to do. */
    public record Stop(String kind, String place, String reason) {

        static Stop of(Fault fault) {
            return new Stop(fault.kind().name(), fault.place(), fault.reason());
        }

        /** Whether the same message may be taken when it comes again. */
        boolean isRetryable() {
            return FaultKind.valueOf(kind).retryable();
        }
    }
}
