package org.carerrecord.hospitaldischarge;

import org.carerrecord.hospitaldischarge.segment.CharacterSets;
import org.carerrecord.hospitaldischarge.segment.Delimiters;
import org.carerrecord.hospitaldischarge.segment.Message;
import org.carerrecord.hospitaldischarge.segment.Segment;

/**
 * The MSH segment, for example {@code MSH|^~\&|PAS|RZ1|ROUTE|ROUTE|202611211030||ADT^A03^ADT_A03|0001|P|2.4}; what is absent
 * is the empty text.
 *
 * @param sendingApplication MSH-3.1
 * @param sendingFacility MSH-4.1
 * @param receivingApplication MSH-5.1
 * @param receivingFacility MSH-6.1
 * @param controlId MSH-10
 * @param messageTime MSH-7 as it was sent
 * @param messageCode MSH-9.1, for example {@code ADT}
 * @param trigger MSH-9.2, for example {@code A03}
 * @param structure MSH-9.3, for example {@code ADT_A03}
 * @param processingId MSH-11.1: {@code P}, {@code T} or {@code D}
 * @param version MSH-12.1, for example {@code 2.5.1}
 * @param characterSet MSH-18, first repetition
 * @param acceptAckType MSH-15 (HL7 table 0155)
 * @param applicationAckType MSH-16 (HL7 table 0155)
 * @param delimiters MSH-1 and MSH-2
 */
public record AdtHeader(
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        String controlId,
        String messageTime,
        String messageCode,
        String trigger,
        String structure,
        String processingId,
        String version,
        String characterSet,
        String acceptAckType,
        String applicationAckType,
        Delimiters delimiters) {

    static AdtHeader of(Message message) {
        return of(message, text(message.header(), 18, 1));
    }

    private static AdtHeader of(Message message, String characterSet) {
        Segment msh = message.header();
        return new AdtHeader(
                text(msh, 3, 1),
                text(msh, 4, 1),
                text(msh, 5, 1),
                text(msh, 6, 1),
                text(msh, 10, 1),
                text(msh, 7, 1),
                text(msh, 9, 1),
                text(msh, 9, 2),
                text(msh, 9, 3),
                text(msh, 11, 1),
                text(msh, 12, 1),
                characterSet,
                text(msh, 15, 1),
                text(msh, 16, 1),
                message.delimiters());
    }

    /** To be answered, in a character set in which the message may have been. */
    static AdtHeader of(Message message, byte[] raw) {
        return of(message, CharacterSets.answering(raw, text(message.header(), 18, 1)));
    }

    private static String text(Segment msh, int field, int component) {
        return msh.first(field).flatMap(first -> first.component(component)).orElse("");
    }
}
