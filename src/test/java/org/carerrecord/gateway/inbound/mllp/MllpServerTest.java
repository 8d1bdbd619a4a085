package org.carerrecord.gateway.inbound.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.gateway.inbound.mllp.Sender.framed;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MllpServerTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MllpServer server = new MllpServer(
            Servers.SETTINGS, Servers.answering(MllpServerTest::answer), ServerSocketFactory.getDefault(), registry);

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void answersMessagesOneAfterAnother() throws IOException {
        try (Sender sender = new Sender(server)) {
            assertThat(sender.ask("MSH|1")).isEqualTo("AA MSH|1");
            assertThat(sender.ask("MSH|2")).isEqualTo("AA MSH|2");
        }
        server.stop();
        assertThat(registry.counter("gateway.mllp.messages", "outcome", "answered")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void answersPipelinedMessagesInOrder() throws IOException {
        try (Sender sender = new Sender(server)) {
            sender.send(framed("MSH|1") + framed("MSH|2") + framed("MSH|3"));
            assertThat(sender.answer()).isEqualTo("AA MSH|1");
            assertThat(sender.answer()).isEqualTo("AA MSH|2");
            assertThat(sender.answer()).isEqualTo("AA MSH|3");
        }
    }

    @Test
    void takesAMessageByteByByte() throws IOException {
        try (Sender sender = new Sender(server)) {
            for (char each : framed("MSH|1\rPID|2\r").toCharArray()) {
                sender.send(String.valueOf(each));
            }
            assertThat(sender.answer()).isEqualTo("AA MSH|1\rPID|2\r");
        }
    }

    @Test
    void sendsNothingForAnEmptyAnswer() throws IOException {
        try (Sender sender = new Sender(server)) {
            sender.send(framed("silence"));
            assertThat(sender.ask("MSH|2")).isEqualTo("AA MSH|2");
        }
    }

    @Test
    void survivesBrokenConnections() throws IOException {
        for (int each = 0; each < 50; each++) {
            try (Sender half = new Sender(server)) {
                half.send("\013MSH|half");
            }
            new Sender(server).send("\013MSH|half").crash();
            new Sender(server).close();
            try (Sender unheard = new Sender(server)) {
                unheard.send(framed("MSH|1")).crash();
            }
        }
        try (Sender sender = new Sender(server)) {
            assertThat(sender.ask("MSH|1")).isEqualTo("AA MSH|1");
        }
    }

    @Test
    void skipsGarbageBeforeTheStart() throws IOException {
        try (Sender sender = new Sender(server)) {
            assertThat(sender.send("garbage").ask("MSH|1")).isEqualTo("AA MSH|1");
        }
    }

    @Test
    void closesWhenNoStartComes() throws IOException {
        try (Sender sender = new Sender(server)) {
            sender.send("x".repeat(MllpFrames.STRAY_BYTES + 1));
            assertThat(sender.isClosedByServer()).isTrue();
        }
    }

    @Test
    void refusesAMessageThatIsTooLong() throws IOException {
        try (Sender sender = new Sender(server)) {
            // Much more than the socket's buffers hold: the refusal must survive what is still being sent.
            sender.send(framed("MSH" + "a".repeat(20_000_000)));
            assertThat(sender.answer()).isEqualTo("AR " + MllpFrames.HEAD_BYTES);
            assertThat(sender.isClosedByServer()).isTrue();
        }
        assertThat(registry.counter("gateway.mllp.messages", "outcome", "too-long")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void answersNothingWhenTheReceiverThrows() throws IOException {
        for (String thrown : new String[] {"exception", "error"}) {
            try (Sender sender = new Sender(server)) {
                sender.send(framed(thrown));
                assertThat(sender.isClosedByServer()).isTrue();
            }
        }
        try (Sender sender = new Sender(server)) {
            assertThat(sender.ask("MSH|1")).isEqualTo("AA MSH|1");
        }
        assertThat(registry.counter("gateway.mllp.messages", "outcome", "failed")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void acceptsAgainAfterFailuresToAccept() throws IOException {
        MllpServer stumbling = Servers.started(
                Servers.SETTINGS, Servers.answering(), new StumblingSockets(), new SimpleMeterRegistry());
        try (Sender sender = new Sender(stumbling)) {
            assertThat(sender.ask("MSH|1")).isEqualTo("AA MSH|1");
        } finally {
            stumbling.stop();
        }
    }

    private static String answer(String message) {
        return switch (message) {
            case "silence" -> "";
            case "exception" -> throw new IllegalStateException(message);
            case "error" -> throw new StackOverflowError();
            default -> "AA " + message;
        };
    }

    /** Each listening socket fails twice before it accepts, as when files are short. */
    private static final class StumblingSockets extends ServerSocketFactory {

        @Override
        public ServerSocket createServerSocket() throws IOException {
            AtomicInteger failures = new AtomicInteger(2);
            return new ServerSocket() {
                @Override
                public Socket accept() throws IOException {
                    if (failures.getAndDecrement() > 0) {
                        throw new SocketException("Too many open files");
                    }
                    return super.accept();
                }
            };
        }

        // The server binds its sockets itself, so that it asks for no bound one.

        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
            throw new UnsupportedOperationException();
        }
    }
}
