package org.carerrecord.hospitaldischarge;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.datatype.Trigger;
import org.carerrecord.hospitaldischarge.resource.AdtMapper;
import org.carerrecord.hospitaldischarge.segment.Message;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Relationships;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * HL7 v2 ADT from a hospital: what it says, and how it is answered (HL7 v2.2 to 2.8 chapters 2 and 3; ITK ADT is 2.4).
 *
 * <p>Whatever the bytes, a method ends in a result or a {@link Fault}.
 */
public final class AdtMessages {

    private static final Pattern VERSIONS = Pattern.compile("2\\.[2-8](\\.\\d+)*");

    private static final Relationships PUBLISHED = new Relationships();

    private AdtMessages() {}

    /** What can be read of the MSH, of messages too that cannot be understood; empty when there is none. */
    public static Optional<AdtHeader> header(byte[] raw) {
        try {
            return Message.headerOnly(raw).map(msh -> AdtHeader.of(msh, raw));
        } catch (Fault unreadable) {
            return Optional.empty();
        }
    }

    /** What the message of a sender without relationship codes of its own says. */
    public static Mapped<Understood> understand(byte[] raw, Sender sender) {
        return understand(raw, sender, PUBLISHED, List.of());
    }

    /**
     * What the message says of a patient, of whom its NK1s name and of the stay.
     *
     * @param relationships what the sender's relationship codes mean, its own local ones among them
     * @param complete types of its messages whose NK1s are all that it says of who is related, for example {@code ADT^A31}
     * @throws Fault UNREADABLE at MSH or MSH-18; MISSING at MSH-10; UNSUPPORTED at MSH-9, UNSUPPORTED_VERSION at MSH-12, MISSING at PID
     *     or MRG-1; INVALID or MISSING at PID-3
     */
    public static Mapped<Understood> understand(
            byte[] raw, Sender sender, Relationships relationships, Collection<String> complete) {
        Message message = Message.read(raw);
        AdtHeader header = AdtHeader.of(message);
        if (header.controlId().isEmpty()) {
            throw new Fault(FaultKind.MISSING, "MSH-10", "a message needs a control id");
        }
        if (!VERSIONS.matcher(header.version()).matches()) {
            throw new Fault(FaultKind.UNSUPPORTED_VERSION, "MSH-12", "versions 2.2 to 2.8 are read");
        }
        Trigger trigger = Trigger.of(header.trigger())
                .filter(known -> header.messageCode().equals("ADT"))
                .orElseThrow(() -> new Fault(
                        FaultKind.UNSUPPORTED,
                        "MSH-9",
                        "ADT messages A01 to A08, A11 to A13, A28, A29, A31, A34, A37 and A40 are understood"));
        return AdtMapper.map(
                message, new Telling(trigger, sender, relationships, complete.contains("ADT^" + trigger.name())));
    }

    /**
     * The acknowledgement, its segments ended by CR, without MLLP framing.
     *
     * @param to the header of what is answered; empty when none could be read
     * @param code HL7 table 0008, for example {@code AA}
     * @param errors errors, and losses as warnings; in ERR in the shape of the sender's version, losses since 2.5 and at most ten
     * @param newControlId MSH-10 of the acknowledgement
     * @param at MSH-7 of the acknowledgement
     */
    public static byte[] acknowledge(
            Optional<AdtHeader> to, String code, List<AckError> errors, String newControlId, Instant at) {
        return Acknowledgement.of(to, code, errors, newControlId, at);
    }
}
