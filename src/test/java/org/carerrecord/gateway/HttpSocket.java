package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;

/** HTTP as no client would send it. */
final class HttpSocket implements AutoCloseable {

    private final Socket socket;

    HttpSocket(Sandbox gateway) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort());
        socket.setSoTimeout(20_000);
    }

    /** The first line of the answer to a part of a request. */
    String status(String sent) throws IOException {
        socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
