package org.carerrecord.gateway.inbound.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.carerrecord.gateway.inbound.mllp.Sender.framed;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MllpStopTest {

    private final CountDownLatch inWork = new CountDownLatch(1);
    private final CountDownLatch mayFinish = new CountDownLatch(1);
    private final MllpReceiver slow = Servers.answering(message -> {
        inWork.countDown();
        await(mayFinish);
        return "AA " + message;
    });

    @Test
    void answersTheMessageInWorkAndNoOther() throws Exception {
        MllpServer server = Servers.started(Servers.SETTINGS, slow);
        int port = server.port();
        try (Sender idle = new Sender(server);
                Sender busy = new Sender(server)) {
            busy.send(framed("MSH|1") + framed("MSH|2"));
            await(inWork);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            assertThat(idle.isClosedByServer()).isTrue();
            assertThatIOException().isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
            mayFinish.countDown();
            assertThat(busy.answer()).isEqualTo("AA MSH|1");
            assertThat(busy.isClosedByServer()).isTrue();
            busy.close();
            stopped.get(5, TimeUnit.SECONDS);
        }
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void waitsOnlyItsTimeForAMessageInWork() throws Exception {
        Duration limit = Duration.ofMillis(100);
        MllpServer server =
                Servers.started(Servers.times(limit.multipliedBy(100), limit.multipliedBy(100), limit), slow);
        try (Sender busy = new Sender(server)) {
            busy.send(framed("MSH|1"));
            await(inWork);
            server.stop();
            assertThat(busy.isClosedByServer()).isTrue();
        } finally {
            mayFinish.countDown();
        }
    }

    @Test
    void startsAgainAfterAStop() throws Exception {
        MllpServer server = Servers.started(Servers.SETTINGS, Servers.answering());
        server.stop();
        server.stop();
        assertThatIllegalStateException().isThrownBy(server::port);
        server.start();
        server.start();
        try (Sender sender = new Sender(server)) {
            assertThat(sender.ask("MSH|1")).isEqualTo("AA MSH|1");
        } finally {
            server.stop();
        }
    }

    @Test
    void saysWhichPortItCannotHave() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MllpSettings defaults = Servers.SETTINGS;
            MllpSettings settings = new MllpSettings(
                    taken.getLocalPort(),
                    defaults.address(),
                    defaults.maxConnections(),
                    defaults.maxConnectionsOfPeer(),
                    defaults.maxMessageBytes(),
                    defaults.idleTimeout(),
                    defaults.messageTimeout(),
                    defaults.stopTimeout(),
                    null);
            assertThatException()
                    .isThrownBy(() -> Servers.started(settings, Servers.answering()))
                    .isInstanceOf(UncheckedIOException.class)
                    .withMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
