package org.carerrecord.gateway.inbound.mllp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The bytes of a socket, read against one deadline. A socket's own timeout starts anew with each byte, so a sender of a
 * byte a second would never meet it.
 */
final class DeadlineInput extends InputStream {

    private static final int BUFFER_BYTES = 8192;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    private long deadline = System.nanoTime();

    DeadlineInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** From now on, a read that would wait beyond this time throws {@link SocketTimeoutException}. */
    void expireIn(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
    }

    @Override
    public int read() throws IOException {
        return filled() ? Byte.toUnsignedInt(buffer[next++]) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!filled()) {
            return -1;
        }
        int taken = Math.min(length, end - next);
        System.arraycopy(buffer, next, target, offset, taken);
        next += taken;
        return taken;
    }

    @Override
    public int available() throws IOException {
        return end - next + in.available();
    }

    private boolean filled() throws IOException {
        if (next < end) {
            return true;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("deadline passed");
        }
        // Rounded up: a timeout of 0 would mean forever.
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, left / NANOS_PER_MILLI + 1));
        next = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
