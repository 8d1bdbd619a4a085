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

    static Kept of(Envelope envelope, Header header, Verdict verdict) {
        return new Kept(
                envelope.id(),
                envelope.sender().partner().ods(),
                verdict.at(),
                envelope.format().name(),
                header,
                envelope.raw(),
                verdict.outcome(),
                verdict.fault().map(Stop::of),
                verdict.losses(),
                verdict.written(),
                envelope.format().answer(envelope.raw(), verdict));
    }

    /**
     * What tells one delivery from another.
     *
     * @param application the sending system, for example MSH-3
     * @param facility the sending organisation by its own word, for example MSH-4
     * @param controlId for example MSH-10; empty when there is none, and then every delivery is a new one
     * @param time as it was sent, for example MSH-7
     */
    public record Header(String application, String facility, String controlId, String time) {

        /** Of a message whose header could not be read. */
        public static final Header UNREAD = new Header("", "", "", "");

        /** As the columns of table {@code message} hold it. */
        Header storable() {
            return new Header(cut(application, 300), cut(facility, 300), cut(controlId, 300), cut(time, 60));
        }

        /** PostgreSQL stores no U+0000. */
        static String cut(String text, int most) {
            String stored = text.replace("\0", "");
            return stored.length() <= most ? stored : stored.substring(0, most);
        }
    }

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
