package org.carerrecord.gateway.inbound.mllp;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sender's connection: message, acknowledgement, message, acknowledgement, in the order of the messages. */
final class MllpConnection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(MllpConnection.class);

    /** How long a sender may be silent before we no longer wait for it to take our last answer. */
    private static final Duration LAST_ANSWER_QUIET = Duration.ofSeconds(1);

    private enum State {
        /** No whole message is here: the connection may be closed at any time, the sender keeps what it sent. */
        WAITING,
        /** A message is with the receiver, or its acknowledgement on the way. */
        WORKING,
        /** No further message is taken. */
        ENDING
    }

    private final Socket socket;
    private final InetAddress peer;
    private final MllpReceiver receiver;
    private final MllpSettings settings;
    private final MllpMeters meters;
    private final ScheduledExecutorService watchdog;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    MllpConnection(
            Socket socket,
            MllpReceiver receiver,
            MllpSettings settings,
            MllpMeters meters,
            ScheduledExecutorService watchdog) {
        this.socket = socket;
        this.peer = socket.getInetAddress();
        this.receiver = receiver;
        this.settings = settings;
        this.meters = meters;
        this.watchdog = watchdog;
    }

    InetAddress peer() {
        return peer;
    }

    /** @return whether a message is in work, which will still be answered before the connection closes itself */
    boolean takeNoMore() {
        return state.getAndSet(State.ENDING) != State.WAITING;
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("MLLP {}: closing failed", peer, e);
        }
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            converse();
        } catch (FramingException e) {
            meters.malformed.increment();
            LOG.warn("MLLP {}: {}; closed, nothing acknowledged", peer, e.getMessage());
        } catch (SocketTimeoutException e) {
            LOG.info("MLLP {}: no message for {}; closed", peer, settings.idleTimeout());
        } catch (IOException e) {
            if (state.get() != State.ENDING) {
                LOG.info("MLLP {}: connection lost: {}", peer, e.getMessage());
            }
        }
    }

    private void converse() throws IOException {
        MllpPeer sender = sender();
        DeadlineInput input = new DeadlineInput(socket);
        MllpFrames frames = new MllpFrames(input, settings.maxMessageBytes(), peer);
        while (true) {
            input.expireIn(settings.idleTimeout());
            if (!frames.begun()) {
                return;
            }
            input.expireIn(settings.messageTimeout());
            MllpFrames.Frame frame = frames.next();
            if (!state.compareAndSet(State.WAITING, State.WORKING) || !answered(frame, sender)) {
                return;
            }
            if (!frame.whole() || !state.compareAndSet(State.WORKING, State.WAITING)) {
                awaitLastAnswerTaken(input);
                return;
            }
        }
    }

    /** To agree on keys may take as long as a message; a sender that trickles is cut off. */
    private MllpPeer sender() throws IOException {
        ScheduledFuture<?> late =
                watchdog.schedule(this::close, settings.messageTimeout().toNanos(), TimeUnit.NANOSECONDS);
        try {
            return MllpPeer.of(socket);
        } catch (SSLException refused) {
            // Who only looks whether the port is open, and goes, tried nothing.
            if (!(refused.getCause() instanceof EOFException)) {
                tellOfStranger();
            }
            throw refused;
        } finally {
            late.cancel(false);
        }
    }

    private void tellOfStranger() {
        try {
            receiver.stranger(peer);
        } catch (RuntimeException e) {
            LOG.error(
                    "MLLP {}: a failed login could not be kept: {}",
                    peer,
                    e.getClass().getName());
        }
    }

    /** False when the receiver threw. */
    private boolean answered(MllpFrames.Frame frame, MllpPeer sender) throws IOException {
        byte[] answer;
        try {
            answer = frame.whole() ? receiver.receive(frame.bytes(), sender) : receiver.refuse(frame.bytes(), sender);
        } catch (Throwable e) {
            meters.failed.increment();
            // Neither its message nor its causes: they may quote the HL7 message.
            StackTraceElement[] trace = e.getStackTrace();
            LOG.error(
                    "MLLP {}: {} at {}; closed, nothing acknowledged",
                    peer,
                    e.getClass().getName(),
                    trace.length == 0 ? "an unknown place" : trace[0]);
            return false;
        }
        if (!frame.whole()) {
            LOG.warn("MLLP {}: a message of more than {} bytes; refused", peer, settings.maxMessageBytes());
        }
        if (answer.length > 0) {
            write(answer);
        }
        (frame.whole() ? meters.answered : meters.tooLong).increment();
        return true;
    }

    /** In one write, and so mostly in one segment. A socket has no timeout for writing: a watchdog closes it. */
    private void write(byte[] answer) throws IOException {
        byte[] block = new byte[answer.length + 3];
        block[0] = MllpFrames.START;
        System.arraycopy(answer, 0, block, 1, answer.length);
        block[answer.length + 1] = MllpFrames.END;
        block[answer.length + 2] = MllpFrames.CARRIAGE_RETURN;
        long limit = settings.messageTimeout().toNanos();
        ScheduledFuture<?> late = watchdog.schedule(this::close, limit, TimeUnit.NANOSECONDS);
        try {
            socket.getOutputStream().write(block);
        } catch (IOException cause) {
            meters.unanswered.increment();
            LOG.warn("MLLP {}: an acknowledgement was not taken: {}", peer, cause.getMessage());
            throw cause;
        } finally {
            late.cancel(false);
        }
    }

    /**
     * Reads away what the sender is still sending: to close a socket with unread bytes resets it (RFC 2525, 2.17), and a
     * reset destroys the answer on its way.
     */
    private void awaitLastAnswerTaken(DeadlineInput input) throws IOException {
        socket.shutdownOutput();
        byte[] unread = new byte[8192];
        long end = System.nanoTime() + settings.messageTimeout().toNanos();
        try {
            do {
                input.expireIn(LAST_ANSWER_QUIET);
            } while (input.read(unread, 0, unread.length) >= 0 && System.nanoTime() < end);
        } catch (SocketTimeoutException e) {
            LOG.debug("MLLP {}: left the connection open after the last answer", peer);
        }
    }
}
