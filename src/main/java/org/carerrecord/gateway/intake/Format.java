package org.carerrecord.gateway.intake;

import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;

/**
 * A format in which partners tell of people; whatever it is, {@link Intake} treats its messages alike.
 *
 * <p>One value reads and answers the messages of one format; what an extract declares once for all of its messages, for
 * example its layout, belongs to the value.
 */
public interface Format {

    /** As messages are kept and audited under, for example {@code hl7-v2}. */
    String name();

    /** What tells one delivery from another; empty texts where the raw message does not say so, never a fault. */
    Kept.Header header(byte[] raw);

    /**
     * Whether its messages are parts of extracts and have no control ids of their senders': one that was sent before says
     * something again once another about the same came, where else it would be a late repetition; and none is taken while an
     * extract of its sender ends.
     */
    boolean isOfExtracts();

    /** The complete list of which the messages are parts, by the gateway's id; empty where there is none. */
    Optional<String> snapshot();

    /** Where a message says what its header holds. */
    Places places();

    /**
     * What the message says, by the format's mapper.
     *
     * @throws Fault when it cannot be read or is not supported
     */
    Mapped<Understood> understand(byte[] raw, Partner sender);

    /** What the sender is answered, in the format's own words; empty where it wants no answer. */
    byte[] answer(byte[] raw, Verdict verdict);

    /**
     * Places in a message, for faults and losses.
     *
     * @param facility of the sending organisation, for example {@code MSH-4}
     * @param controlId for example {@code MSH-10}
     * @param saidAt of the event's time, for example {@code EVN-2}
     * @param births of the dates of birth by the type of who was born, for example {@code PID-7} of a Patient
     */
    record Places(String facility, String controlId, String saidAt, Map<String, String> births) {

        public Places {
            births = Map.copyOf(births);
        }

        /** Of a format whose dates of birth stand where FHIR has them. */
        public Places(String facility, String controlId, String saidAt) {
            this(facility, controlId, saidAt, Map.of());
        }

        String birth(String type) {
            return births.getOrDefault(type, type + ".birthDate");
        }
    }
}
