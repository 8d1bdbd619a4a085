package org.carerrecord.gateway.inbound.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A sending system on a real socket. It speaks its bytes as they are, right or wrong. */
final class Sender implements AutoCloseable {

    private static final Duration GIVE_UP = Duration.ofSeconds(5);

    private final Socket socket;
    private final InputStream in;

    Sender(MllpServer server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) GIVE_UP.toMillis());
        in = socket.getInputStream();
    }

    static String framed(String message) {
        return "\013" + message + "\034\r";
    }

    Sender send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        return this;
    }

    /** The next acknowledgement without its framing, or what came of it before the end. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        for (int each = in.read(); each >= 0; each = in.read()) {
            answer.append((char) each);
            if (answer.toString().endsWith("\034\r")) {
                return answer.substring(1, answer.length() - 2);
            }
        }
        return "end after " + answer.length();
    }

    String ask(String message) throws IOException {
        return send(framed(message)).answer();
    }

    void awaitFirstByte() throws IOException {
        if (in.read() != 0x0B) {
            throw new IOException("no answer");
        }
    }

    /** True when the server has closed the connection, by an end or a reset, and sent nothing more. */
    boolean isClosedByServer() throws IOException {
        return isClosedByServerWithin(GIVE_UP);
    }

    boolean isClosedByServerWithin(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Closes as a crash does: with a reset. */
    void crash() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
