package org.carerrecord.gateway;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.carerrecord.fhirserver.audit.AuditSealer;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.profiles.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Seals the audit each second while there is something to seal, beside the requests; an idle gateway asks nothing. */
final class Sealing implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration LONGEST_LAST_LOOK = Duration.ofSeconds(3);

    /** For so long a row that was written may be committed late. */
    private static final int LOOKS_AFTER_THE_LAST_ROW = 150;

    private final AuditTrail trail;
    private final AuditSealer sealer;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("audit-sealer").daemon().factory());
    private volatile boolean running;
    private int looks = 1;

    Sealing(AuditTrail trail, AuditSealer sealer) {
        this.trail = trail;
        this.sealer = sealer;
    }

    @Override
    public void start() {
        running = true;
        var unused =
                clockwork.scheduleWithFixedDelay(this::look, EACH.toMillis(), EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (trail.wroteSince()) {
            looks = LOOKS_AFTER_THE_LAST_ROW;
        }
        if (looks > 0) {
            looks--;
            seal();
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
