package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A hospital's interface engine on a plain socket. */
final class MllpSocket implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    MllpSocket(Sandbox gateway) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), gateway.mllpPort());
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    static byte[] framed(byte[] message) {
        byte[] framed = new byte[message.length + 3];
        framed[0] = 0x0b;
        System.arraycopy(message, 0, framed, 1, message.length);
        framed[message.length + 1] = 0x1c;
        framed[message.length + 2] = '\r';
        return framed;
    }

    MllpSocket send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The next acknowledgement; empty when the connection ends without one. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        for (int each = in.read(); each >= 0; each = in.read()) {
            answer.append((char) each);
            if (answer.toString().endsWith("\034\r")) {
                return new String(answer.substring(1, answer.length() - 2).getBytes(ISO_8859_1), ISO_8859_1);
            }
        }
        return "";
    }

    String ask(String message) throws IOException {
        return send(framed(message.getBytes(ISO_8859_1))).answer();
    }

    /** Ends as a crash does: with a reset. */
    void crash() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
