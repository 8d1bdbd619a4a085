package org.carerrecord.gateway.inbound.mllp;

import java.net.InetAddress;

/**
 * What becomes of the messages that arrive over MLLP. Called from many connections at once, for each connection one
 * message after another. Bytes are HL7 v2 without framing, in the character set that MSH-18 names.
 *
 * <p>An answer of no bytes is not sent (MSH-15 or MSH-16 {@code NE}); the connection stays open. A receiver that throws
 * has its connection closed with nothing answered, so that the sender keeps the message and sends it again.
 */
public interface MllpReceiver {

    /**
     * @param message one whole message, possibly of no bytes
     * @return the acknowledgement, unframed
     */
    byte[] receive(byte[] message, MllpPeer peer);

    /**
     * Answers a message that is longer than the server takes; the connection is closed afterwards.
     *
     * @param head the first 4096 bytes of the message, fewer when the limit is lower
     * @return the refusal (AR, with MSH-10 of the head as MSA-2), unframed
     */
    byte[] refuse(byte[] head, MllpPeer peer);

    /**
     * Somebody did not show a certificate that is trusted; nothing of theirs is listened to.
     *
     * @param address where they are
     */
    void stranger(InetAddress address);
}
