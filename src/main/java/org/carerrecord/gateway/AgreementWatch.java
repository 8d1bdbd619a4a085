package org.carerrecord.gateway;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.AgreementVersions;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.profiles.Fault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at the agreement again and again, and puts a changed one in force. One that is not valid is logged and shown by the
 * health, and the one before stays in force; at the start it stops the gateway.
 */
@Component("agreement")
class AgreementWatch implements SmartLifecycle, HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(AgreementWatch.class);

    /** Ordered between out of service and up; the gateway goes on. */
    private static final Status WARNING = new Status("WARNING", "the agreement's file is not valid");

    private final AgreementSource source;
    private final AgreementVersions versions;
    private final Agreements agreements;
    private final GatewaySettings settings;
    private byte @Nullable [] seen;
    private volatile boolean valid = true;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("agreement").daemon().factory());
    private volatile boolean running;

    AgreementWatch(
            AgreementSource source, AgreementVersions versions, Agreements agreements, GatewaySettings settings) {
        this.source = source;
        this.versions = versions;
        this.agreements = agreements;
        this.settings = settings;
    }

    /** Before anybody is answered. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void start() {
        try {
            take(source.text());
        } catch (IOException cause) {
            throw new IllegalStateException(cause.getMessage(), cause);
        }
        running = true;
        long each = settings.agreementCheck().toMillis();
        var unused = clockwork.scheduleWithFixedDelay(this::look, each, each, TimeUnit.MILLISECONDS);
    }

    /** Takes the agreement again if its text changed. */
    synchronized void look() {
        try {
            byte[] text = source.text();
            if (!Arrays.equals(text, seen)) {
                take(text);
            } else {
                valid = true;
            }
        } catch (IOException | IllegalStateException | IllegalArgumentException notValid) {
            refused(notValid.getMessage());
        } catch (Fault nothingKept) {
            refused("the store is not there: " + nothingKept.kind());
        }
    }

    private void refused(@Nullable String why) {
        if (valid) {
            LOG.error(
                    "version {} of the agreement stays in force: {}",
                    agreements.current().version(),
                    why);
        }
        valid = false;
    }

    private synchronized void take(byte[] text) throws IOException {
        Agreement next = source.understood(text);
        versions.keep(next, text);
        seen = text;
        agreements.replace(next);
        valid = true;
        LOG.info("version {} of the agreement is in force", next.version());
    }

    @Override
    public void stop() {
        clockwork.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        return valid ? Health.up().build() : Health.status(WARNING).build();
    }
}
