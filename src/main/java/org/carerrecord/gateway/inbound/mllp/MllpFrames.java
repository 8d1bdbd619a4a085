package org.carerrecord.gateway.inbound.mllp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages out of a stream of bytes: {@code <SB 0x0B> message <EB 0x1C><CR 0x0D>} (HL7 v2 Transport Specification: MLLP,
 * Release 1).
 *
 * <p>Where senders stray from it:
 *
 * <ul>
 *   <li>CR and LF between messages are skipped. Other bytes before SB are skipped up to {@value #STRAY_BYTES} and logged
 *       as a number; more of them, or the stream's end or the deadline before SB, is an error.
 *   <li>EB ends a message; nobody waits for the CR, which may be missing. But when something else than CR, LF or SB
 *       already follows, EB stood inside the message: an error, since a message cut short must not be acknowledged.
 *   <li>SB inside a message, with {@code MSH} behind it, begins a new message; what came before is dropped, logged as a
 *       number and never acknowledged. Any other 0x0B is content: it is the line break in text pasted from Word.
 *   <li>The stream's end or the deadline inside a message is an error; the half message is dropped.
 * </ul>
 */
final class MllpFrames {

    static final byte START = 0x0B;
    static final byte END = 0x1C;
    static final byte CARRIAGE_RETURN = '\r';
    static final int STRAY_BYTES = 4096;
    static final int HEAD_BYTES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(MllpFrames.class);
    private static final byte LINE_FEED = '\n';
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final int FIRST_BUFFER_BYTES = 4096;

    private final InputStream in;
    private final int maxBytes;
    private final InetAddress peer;
    private boolean startSeen;
    private int first;
    private byte[] content = {};
    private int size;

    /** A message, or only its first {@link #HEAD_BYTES} when it is longer than the server takes. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Frame(byte[] bytes, boolean whole) {}

    MllpFrames(InputStream in, int maxBytes, InetAddress peer) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.peer = peer;
    }

    /** Waits for the first byte of a message; false when the stream ended before it. */
    boolean begun() throws IOException {
        if (startSeen) {
            startSeen = false;
            first = START;
            return true;
        }
        do {
            first = in.read();
        } while (first == CARRIAGE_RETURN || first == LINE_FEED);
        return first >= 0;
    }

    /** The message whose first byte {@link #begun()} saw. */
    Frame next() throws IOException {
        skipStrayBytes();
        // A buffer for each message: one long message must not hold its memory for as long as the connection lasts.
        content = new byte[Math.min(FIRST_BUFFER_BYTES, maxBytes)];
        size = 0;
        try {
            return body();
        } catch (SocketTimeoutException cause) {
            throw new FramingException("half a message in the time for one, " + size + " bytes", cause);
        } finally {
            content = new byte[] {};
        }
    }

    private void skipStrayBytes() throws IOException {
        int stray = 0;
        try {
            for (int each = first; each != START; each = in.read()) {
                if (each < 0) {
                    throw new FramingException("the end after " + stray + " bytes without a start block" + guess());
                }
                if (++stray > STRAY_BYTES) {
                    throw new FramingException("more than " + STRAY_BYTES + " bytes without a start block" + guess());
                }
            }
        } catch (SocketTimeoutException cause) {
            throw new FramingException(stray + " bytes without a start block" + guess(), cause);
        }
        if (stray > 0) {
            LOG.warn("MLLP {}: skipped {} bytes before a start block{}", peer, stray, guess());
        }
    }

    /** What operators get wrong most, told by the first byte. */
    private String guess() {
        return switch (first) {
            case TLS_HANDSHAKE -> " (TLS spoken to a port without it?)";
            case 'M' -> " (HL7 v2 without MLLP framing?)";
            case 'G', 'P', 'H', 'O' -> " (HTTP?)";
            default -> "";
        };
    }

    private Frame body() throws IOException {
        while (true) {
            int each = in.read();
            if (each < 0) {
                throw new FramingException("the end inside a message, after " + size + " bytes");
            }
            if (each == END) {
                requireMessageEnd();
                return new Frame(Arrays.copyOf(content, size), true);
            }
            if (size == maxBytes) {
                return new Frame(Arrays.copyOf(content, Math.min(size, HEAD_BYTES)), false);
            }
            append((byte) each);
        }
    }

    private void append(byte each) {
        if (size == content.length) {
            content = Arrays.copyOf(content, (int) Math.min(maxBytes, 2L * size));
        }
        content[size++] = each;
        int start = size - 4;
        if (each == 'H'
                && start >= 0
                && content[start] == START
                && content[start + 1] == 'M'
                && content[start + 2] == 'S') {
            LOG.warn("MLLP {}: a start block inside a message; dropped the {} bytes before it", peer, start);
            System.arraycopy(content, start + 1, content, 0, 3);
            size = 3;
        }
    }

    private void requireMessageEnd() throws IOException {
        if (in.available() == 0) {
            return;
        }
        int after = in.read();
        startSeen = after == START;
        if (after >= 0 && !startSeen && after != CARRIAGE_RETURN && after != LINE_FEED) {
            throw new FramingException("an end block inside a message, after " + size + " bytes");
        }
    }
}
