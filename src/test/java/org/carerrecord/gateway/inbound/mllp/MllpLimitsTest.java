package org.carerrecord.gateway.inbound.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.gateway.inbound.mllp.Sender.framed;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;

class MllpLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void closesAnIdleConnection() throws IOException {
        MllpServer server = Servers.started(Servers.times(SHORT, LONG, LONG), Servers.answering());
        try (Sender sender = new Sender(server)) {
            assertThat(sender.ask("MSH|1")).isEqualTo("AA MSH|1");
            assertThat(sender.isClosedByServer()).isTrue();
        } finally {
            server.stop();
        }
    }

    @Test
    void closesOnHalfAMessageWithinItsTime() throws IOException {
        MllpServer server = Servers.started(Servers.times(LONG, SHORT, LONG), Servers.answering());
        try (Sender sender = new Sender(server)) {
            sender.send("\013MSH|half");
            assertThat(sender.isClosedByServer()).isTrue();
        } finally {
            server.stop();
        }
    }

    /** Each byte comes soon after the one before it, and yet the message never comes. */
    @Test
    void closesOnASenderThatTrickles() throws IOException {
        MllpServer server = Servers.started(Servers.times(LONG, SHORT, LONG), Servers.answering());
        try (Sender sender = new Sender(server)) {
            sender.send("\013");
            boolean open = true;
            // The bound is below the greatest length of a message, which the server would answer.
            for (int bytes = 0; open && bytes < Servers.SETTINGS.maxMessageBytes() / 2; bytes++) {
                open = !sender.send("a").isClosedByServerWithin(Duration.ofMillis(5));
            }
            assertThat(open).isFalse();
        } finally {
            server.stop();
        }
    }

    @Test
    void closesOnASenderThatDoesNotTakeItsAnswer() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        String unread = "a".repeat(30_000_000);
        MllpServer server = Servers.started(
                Servers.times(LONG, SHORT, LONG),
                Servers.answering(message -> unread),
                ServerSocketFactory.getDefault(),
                registry);
        try (Sender sender = new Sender(server)) {
            sender.send(framed("MSH|1"));
            // Nothing is read, so only the watchdog can end it; stop waits for the connection's thread.
            sender.awaitFirstByte();
            server.stop();
            assertThat(registry.counter("gateway.mllp.messages", "outcome", "unanswered")
                            .count())
                    .isEqualTo(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void closesOneConnectionTooManyAndKeepsTheOthers() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        MllpServer server = Servers.started(
                Servers.maxConnections(2), Servers.answering(), ServerSocketFactory.getDefault(), registry);
        try (Sender first = new Sender(server);
                Sender second = new Sender(server)) {
            assertThat(first.ask("MSH|1")).isEqualTo("AA MSH|1");
            assertThat(second.ask("MSH|2")).isEqualTo("AA MSH|2");
            try (Sender third = new Sender(server)) {
                assertThat(third.isClosedByServer()).isTrue();
            }
            assertThat(registry.counter("gateway.mllp.connections.refused").count())
                    .isEqualTo(1);
            assertThat(registry.get("gateway.mllp.connections").gauge().value()).isEqualTo(2);
            assertThat(first.ask("MSH|3")).isEqualTo("AA MSH|3");
            assertThat(second.ask("MSH|4")).isEqualTo("AA MSH|4");
        } finally {
            server.stop();
        }
    }

    @Test
    void closesOneConnectionTooManyOfOneAddress() throws IOException {
        MllpServer server = Servers.started(Servers.maxConnectionsOfPeer(1), Servers.answering());
        try (Sender first = new Sender(server)) {
            assertThat(first.ask("MSH|1")).isEqualTo("AA MSH|1");
            try (Sender second = new Sender(server)) {
                assertThat(second.isClosedByServer()).isTrue();
            }
            assertThat(first.ask("MSH|2")).isEqualTo("AA MSH|2");
        } finally {
            server.stop();
        }
    }

    @Test
    void admitsAgainAfterAConnectionEnded() throws IOException {
        MllpServer server = Servers.started(Servers.maxConnections(1), Servers.answering());
        try {
            new Sender(server).close();
            String answer = "";
            for (int tries = 0; tries < 1_000 && !answer.equals("AA MSH|1"); tries++) {
                try (Sender sender = new Sender(server)) {
                    answer = sender.ask("MSH|1");
                } catch (IOException notYet) {
                    answer = "reset";
                }
            }
            assertThat(answer).isEqualTo("AA MSH|1");
        } finally {
            server.stop();
        }
    }
}
