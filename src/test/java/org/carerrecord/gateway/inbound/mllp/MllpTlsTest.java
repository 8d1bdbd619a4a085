package org.carerrecord.gateway.inbound.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** MLLP over TLS: who shows a trusted certificate is known by its name, and nobody else is listened to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MllpTlsTest {

    private Path folder;
    private KeyPairFiles gateway;
    private KeyPairFiles engine;
    private MllpServer server;
    private final BlockingQueue<InetAddress> strangers = new LinkedBlockingQueue<>();

    @BeforeAll
    void start(@TempDir Path keys) {
        folder = keys;
        gateway = KeyPairFiles.make(folder, "gateway.example");
        engine = KeyPairFiles.make(folder, "pas.rz1.example");
        MllpSettings settings = Servers.tls(new MllpSettings.Tls(
                gateway.certificate().toString(),
                gateway.privateKey().toString(),
                engine.certificate().toString()));
        server = Servers.started(settings, namingTheSender(), MllpTls.sockets(settings), new SimpleMeterRegistry());
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    private MllpReceiver namingTheSender() {
        return new MllpReceiver() {
            @Override
            public byte[] receive(byte[] message, MllpPeer peer) {
                return peer.certificate().orElse("nobody").getBytes(ISO_8859_1);
            }

            @Override
            public byte[] refuse(byte[] head, MllpPeer peer) {
                throw new IllegalStateException("no message here is too long");
            }

            @Override
            public void stranger(InetAddress address) {
                strangers.add(address);
            }
        };
    }

    /** Whoever has these keys, and trusts the gateway. */
    private SocketFactory having(KeyPairFiles keys) {
        return SslBundle.of(new PemSslStoreBundle(
                        PemSslStoreDetails.forCertificate("file:" + keys.certificate())
                                .withPrivateKey("file:" + keys.privateKey()),
                        PemSslStoreDetails.forCertificate("file:" + gateway.certificate())))
                .createSslContext()
                .getSocketFactory();
    }

    private String ask(SocketFactory sockets) throws IOException {
        try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(Sender.framed("MSH|1").getBytes(ISO_8859_1));
            byte[] answer = socket.getInputStream()
                    .readNBytes(Sender.framed("pas.rz1.example").length());
            return new String(answer, ISO_8859_1);
        }
    }

    @Test
    void aTrustedSenderIsKnownByItsCertificatesName() throws IOException {
        assertThat(ask(having(engine))).isEqualTo(Sender.framed("pas.rz1.example"));
    }

    @Test
    void anotherCertificateIsNotLetIn() throws InterruptedException {
        assertThatIOException().isThrownBy(() -> ask(having(KeyPairFiles.make(folder, "stranger.example"))));
        assertThatSomebodyIsTold();
    }

    private void assertThatSomebodyIsTold() throws InterruptedException {
        assertThat(strangers.poll(10, TimeUnit.SECONDS)).isEqualTo(InetAddress.getLoopbackAddress());
    }

    @Test
    void whoOnlyLooksWhetherThePortIsOpenIsNobody() throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), server.port()).close();

        assertThat(ask(having(engine))).isNotEmpty();
        assertThat(strangers).isEmpty();
    }

    @Test
    void withoutACertificateNobodyIsLetIn() throws InterruptedException {
        SocketFactory nobody = SslBundle.of(
                        new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate("file:" + gateway.certificate())))
                .createSslContext()
                .getSocketFactory();

        assertThatIOException().isThrownBy(() -> ask(nobody));
        assertThatSomebodyIsTold();
    }

    @Test
    void plainMllpIsNotListenedTo() throws IOException, InterruptedException {
        try (Sender plain = new Sender(server)) {
            assertThat(plain.ask("MSH|1")).doesNotContain("nobody");
        } catch (IOException reset) {
            assertThat(reset).isNotNull();
        }
        assertThatSomebodyIsTold();
    }

    @Test
    void keysThatCannotBeReadStopTheStart() {
        assertThatRuntimeException()
                .isThrownBy(() -> MllpTls.sockets(Servers.tls(new MllpSettings.Tls(
                        folder.resolve("none.crt").toString(),
                        gateway.privateKey().toString(),
                        engine.certificate().toString()))))
                .withStackTraceContaining("none.crt");
    }
}
