package org.carerrecord.gateway.inbound.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;

/** Servers on the loopback address and any free port, whose limits no test meets by accident. */
final class Servers {

    static final MllpSettings SETTINGS = new MllpSettings(
            0,
            InetAddress.getLoopbackAddress(),
            300,
            300,
            10_000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            null);

    private Servers() {}

    static MllpServer started(MllpSettings settings, MllpReceiver receiver) {
        return started(settings, receiver, ServerSocketFactory.getDefault(), new SimpleMeterRegistry());
    }

    static MllpServer started(
            MllpSettings settings, MllpReceiver receiver, ServerSocketFactory sockets, SimpleMeterRegistry registry) {
        MllpServer server = new MllpServer(settings, receiver, sockets, registry);
        server.start();
        return server;
    }

    static MllpSettings maxConnections(int count) {
        return limits(count, SETTINGS.maxConnectionsOfPeer());
    }

    static MllpSettings maxConnectionsOfPeer(int count) {
        return limits(SETTINGS.maxConnections(), count);
    }

    private static MllpSettings limits(int connections, int ofPeer) {
        return new MllpSettings(
                0,
                SETTINGS.address(),
                connections,
                ofPeer,
                SETTINGS.maxMessageBytes(),
                SETTINGS.idleTimeout(),
                SETTINGS.messageTimeout(),
                SETTINGS.stopTimeout(),
                null);
    }

    static MllpSettings times(Duration idle, Duration message, Duration stop) {
        return new MllpSettings(
                0,
                SETTINGS.address(),
                SETTINGS.maxConnections(),
                SETTINGS.maxConnectionsOfPeer(),
                SETTINGS.maxMessageBytes(),
                idle,
                message,
                stop,
                null);
    }

    static MllpSettings tls(MllpSettings.Tls tls) {
        return new MllpSettings(
                0,
                SETTINGS.address(),
                SETTINGS.maxConnections(),
                SETTINGS.maxConnectionsOfPeer(),
                SETTINGS.maxMessageBytes(),
                SETTINGS.idleTimeout(),
                SETTINGS.messageTimeout(),
                SETTINGS.stopTimeout(),
                tls);
    }

    /** Answers {@code AA} or {@code AR} and the message. */
    static MllpReceiver answering() {
        return answering(message -> "AA " + message);
    }

    static MllpReceiver answering(UnaryOperator<String> answer) {
        return new MllpReceiver() {
            @Override
            public byte[] receive(byte[] message, MllpPeer peer) {
                return answer.apply(new String(message, ISO_8859_1)).getBytes(ISO_8859_1);
            }

            @Override
            public byte[] refuse(byte[] head, MllpPeer peer) {
                return ("AR " + head.length).getBytes(ISO_8859_1);
            }

            @Override
            public void stranger(InetAddress address) {
                throw new IllegalStateException("everybody is known by the address");
            }
        };
    }
}
