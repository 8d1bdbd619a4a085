package org.carerrecord.gateway.inbound.mllp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The MLLP server, on a virtual thread for each connection. Ours, because HAPI's {@code SimpleServer} stops accepting
 * after two exceptions (hapifhir/hapi-hl7v2 issue 11).
 *
 * <p>Starts last and stops first of the application's parts (the default phase), while the store is there.
 */
public final class MllpServer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MllpServer.class);

    private final MllpSettings settings;
    private final MllpReceiver receiver;
    private final ServerSocketFactory sockets;
    private final MllpMeters meters;
    private final AtomicReference<@Nullable MllpListener> listener = new AtomicReference<>();

    /** @param sockets makes the listening socket: plain, or TLS */
    public MllpServer(
            MllpSettings settings, MllpReceiver receiver, ServerSocketFactory sockets, MeterRegistry registry) {
        this.settings = settings;
        this.receiver = receiver;
        this.sockets = sockets;
        this.meters = new MllpMeters(registry);
        Gauge.builder("gateway.mllp.connections", this, MllpServer::connections).register(registry);
    }

    /** @throws UncheckedIOException when the port cannot be had */
    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        try {
            MllpListener opened = new MllpListener(receiver, settings, sockets, meters);
            opened.start();
            listener.set(opened);
            LOG.info("MLLP: listening on port {}", opened.port());
        } catch (IOException cause) {
            throw new UncheckedIOException("MLLP: cannot listen on port " + settings.port(), cause);
        }
    }

    @Override
    public synchronized void stop() {
        MllpListener running = listener.get();
        if (running != null) {
            running.stop();
            listener.set(null);
            LOG.info("MLLP: stopped");
        }
    }

    @Override
    public boolean isRunning() {
        return listener.get() != null;
    }

    /** The port that was bound: the settings' own, or the one found for 0. */
    public int port() {
        return Optional.ofNullable(listener.get())
                .map(MllpListener::port)
                .orElseThrow(() -> new IllegalStateException("the MLLP server is not running"));
    }

    /** Connections open now. */
    int connections() {
        return Optional.ofNullable(listener.get())
                .map(MllpListener::connections)
                .orElse(0);
    }
}
