package org.carerrecord.gateway.inbound.mllp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open port between a start and a stop, and the connections that came in through it. */
final class MllpListener {

    private static final Logger LOG = LoggerFactory.getLogger(MllpListener.class);

    /** Too many open files, for one, fails again at once: without a pause the loop would burn a core and fill the log. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private final ServerSocket port;
    private final MllpReceiver receiver;
    private final MllpSettings settings;
    private final MllpMeters meters;
    private final Map<MllpConnection, Thread> open = new ConcurrentHashMap<>();
    /** Discards what comes after the stop: the sockets are closed by then. */
    private final ScheduledExecutorService watchdog = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("mllp-watchdog").daemon().factory(), new DiscardPolicy());

    private final Thread acceptor = Thread.ofPlatform().name("mllp-accept").unstarted(this::accept);

    /** Binds the port. */
    MllpListener(MllpReceiver receiver, MllpSettings settings, ServerSocketFactory sockets, MllpMeters meters)
            throws IOException {
        this.receiver = receiver;
        this.settings = settings;
        this.meters = meters;
        this.port = sockets.createServerSocket();
        try {
            if (port instanceof SSLServerSocket tls) {
                tls.setNeedClientAuth(true);
            }
            port.setReuseAddress(true);
            port.bind(new InetSocketAddress(settings.address(), settings.port()), settings.maxConnections());
        } catch (IOException | RuntimeException e) {
            port.close();
            throw e;
        }
    }

    void start() {
        acceptor.start();
    }

    int port() {
        return port.getLocalPort();
    }

    int connections() {
        return open.size();
    }

    /** Stops accepting, waits for the messages in work and their acknowledgements, and closes everything. */
    void stop() {
        long end = System.nanoTime() + settings.stopTimeout().toNanos();
        try {
            closePort();
            acceptor.join(CLOSE_WAIT);
            List<MllpConnection> idle =
                    open.keySet().stream().filter(each -> !each.takeNoMore()).toList();
            idle.forEach(MllpConnection::close);
            for (Thread each : open.values()) {
                each.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            for (MllpConnection each : open.keySet()) {
                LOG.warn("MLLP {}: closed by the stop, not acknowledged", each.peer());
                each.close();
            }
            watchdog.shutdownNow();
        }
    }

    private void closePort() {
        try {
            port.close();
        } catch (IOException e) {
            LOG.warn("MLLP: closing port {} failed", port(), e);
        }
    }

    private void accept() {
        while (!port.isClosed()) {
            try {
                admit(port.accept());
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                if (!port.isClosed()) {
                    LOG.warn("MLLP: no connection could be accepted, trying again: {}", e.toString());
                    LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
                }
            }
        }
    }

    private long connectionsOf(InetAddress peer) {
        return open.keySet().stream()
                .filter(connection -> connection.peer().equals(peer))
                .count();
    }

    private void admit(Socket socket) throws IOException {
        if (open.size() >= settings.maxConnections()) {
            meters.refusedConnections.increment();
            LOG.warn("MLLP {}: more than {} connections; closed", socket.getInetAddress(), settings.maxConnections());
            socket.close();
            return;
        }
        if (connectionsOf(socket.getInetAddress()) >= settings.maxConnectionsOfPeer()) {
            meters.refusedConnections.increment();
            LOG.warn(
                    "MLLP {}: more than {} connections of this address; closed",
                    socket.getInetAddress(),
                    settings.maxConnectionsOfPeer());
            socket.close();
            return;
        }
        MllpConnection connection = new MllpConnection(socket, receiver, settings, meters, watchdog);
        Thread thread = Thread.ofVirtual().name("mllp-connection").unstarted(() -> {
            try {
                connection.run();
            } finally {
                open.remove(connection);
            }
        });
        open.put(connection, thread);
        try {
            thread.start();
        } catch (RuntimeException | OutOfMemoryError e) {
            open.remove(connection);
            connection.close();
            throw e;
        }
    }
}
