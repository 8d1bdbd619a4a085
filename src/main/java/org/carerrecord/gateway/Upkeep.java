package org.carerrecord.gateway;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.carerrecord.fhirserver.audit.AuditSealer;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.store.Growth;
import org.carerrecord.profiles.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What is done beside the requests, while there is something to do: each second the audit is sealed, and every few the growth
 * of the record is looked at. An idle gateway asks every few seconds whether another one, which may have ended since, left
 * something to seal.
 */
final class Upkeep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration LONGEST_LAST_LOOK = Duration.ofSeconds(3);

    /** For so long a row that was written may be committed late. */
    private static final int LOOKS_AFTER_THE_LAST_ROW = 150;

    private static final int SEALS_FOR_A_LOOK_AT_GROWTH = 5;

    private static final int IDLE_LOOKS_FOR_ONE_AT_OTHERS = 5;

    private final AuditTrail trail;
    private final AuditSealer sealer;
    private final Growth growth;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("audit-sealer").daemon().factory());
    private final ExecutorService analysis = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("analysis").daemon().factory());
    private volatile boolean running;
    private int looks = 1;
    private int seals;
    private int idle;
    private Future<?> analysed = CompletableFuture.completedFuture(true);

    Upkeep(AuditTrail trail, AuditSealer sealer, Growth growth) {
        this.trail = trail;
        this.sealer = sealer;
        this.growth = growth;
    }

    @Override
    public void start() {
        running = true;
        var unused =
                clockwork.scheduleWithFixedDelay(this::look, EACH.toMillis(), EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is done each second. */
    void look() {
        if (trail.wroteSince()) {
            looks = LOOKS_AFTER_THE_LAST_ROW;
        }
        if (looks > 0) {
            looks--;
            seal();
            // It may take longer than the audit may wait.
            if (++seals % SEALS_FOR_A_LOOK_AT_GROWTH == 0 && analysed.isDone()) {
                analysed = analysis.submit(this::lookAtGrowth);
            }
        } else if (++idle % IDLE_LOOKS_FOR_ONE_AT_OTHERS == 0) {
            lookAtOthers();
        }
    }

    /** What an ended one left; some of that may be committed late. */
    private void lookAtOthers() {
        try {
            if (sealer.isBehind() && sealer.seal() > 0) {
                looks = LOOKS_AFTER_THE_LAST_ROW;
            }
        } catch (Fault later) {
            LOG.warn("the audit of others could not be looked at, it is tried again: {}", later.kind());
        }
    }

    private void lookAtGrowth() {
        try {
            growth.look();
        } catch (Fault later) {
            LOG.warn("what has grown could not be analysed, it is tried again: {}", later.kind());
        }
    }

    private void seal() {
        try {
            sealer.seal();
        } catch (Fault later) {
            LOG.warn("the audit could not be sealed, it is tried again: {}", later.kind());
        }
    }

    /** What was written until the end is sealed, if the database lets it: a stop does not wait for it longer. */
    @Override
    public void stop() {
        running = false;
        analysis.shutdownNow();
        Future<?> last = clockwork.submit(this::seal);
        clockwork.shutdown();
        try {
            last.get(LONGEST_LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException later) {
            LOG.warn("the end of the audit is not sealed yet; the next start seals it");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the servers, so that it stops after them. */
    @Override
    public int getPhase() {
        return 0;
    }
}
