package org.carerrecord.gateway.packaged;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A plain TCP socket that speaks MLLP. */
final class MllpSender implements AutoCloseable {

    private static final int START = 0x0B;
    private static final int END = 0x1C;

    private final Socket socket;
    private final DataInputStream in;

    MllpSender(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Sends a message and waits for its acknowledgement. */
    String send(byte[] message) throws IOException {
        byte[] block = new byte[message.length + 3];
        block[0] = START;
        System.arraycopy(message, 0, block, 1, message.length);
        block[block.length - 2] = END;
        block[block.length - 1] = '\r';
        OutputStream out = socket.getOutputStream();
        out.write(block);
        out.flush();
        StringBuilder answer = new StringBuilder();
        for (int each = in.readUnsignedByte(); each != END; each = in.readUnsignedByte()) {
            if (each != START) {
                answer.append((char) each);
            }
        }
        in.readUnsignedByte();
        return new String(answer.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
