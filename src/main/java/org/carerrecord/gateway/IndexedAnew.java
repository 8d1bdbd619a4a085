package org.carerrecord.gateway;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.carerrecord.fhirserver.Reindexing;
import org.carerrecord.profiles.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** At the first start of a version that indexes by other rules, stored resources are indexed anew beside the requests. */
final class IndexedAnew implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IndexedAnew.class);

    private static final Duration UNTIL_IT_GOES_ON = Duration.ofMinutes(1);
    private static final Duration LONGEST_LAST_PORTION = Duration.ofSeconds(3);
    private static final int TOLD_EACH = 10_000;

    private final Reindexing reindexing;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("reindexing").daemon().factory());
    private volatile boolean running;
    private long looked;
    private long unread;

    IndexedAnew(Reindexing reindexing) {
        this.reindexing = reindexing;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void start() {
        running = true;
        thread.execute(this::go);
    }

    /** A stop in the middle leaves the rest to the next start. */
    private void go() {
        try {
            Reindexing.Portion portion = reindexing.next();
            while (running && portion.looked() > 0) {
                tell(portion);
                portion = reindexing.next();
            }
            if (looked > 0 && portion.looked() == 0) {
                LOG.info("all {} resources are indexed anew", looked - unread);
            }
            thread.shutdown();
        } catch (Fault later) {
            goOnLater(later.kind().name());
        } catch (RuntimeException mistake) {
            // A message of a library may repeat content.
            goOnLater(mistake.getClass().getName());
        }
    }

    private void goOnLater(String why) {
        LOG.warn("resources could not be indexed anew, it goes on in a minute: {}", why);
        if (running) {
            var unused = thread.schedule(this::go, UNTIL_IT_GOES_ON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tell(Reindexing.Portion portion) {
        if (looked == 0) {
            LOG.info("this version indexes otherwise: resources are indexed anew; until then searches may miss some");
        }
        long before = looked / TOLD_EACH;
        looked += portion.looked();
        unread += portion.unread();
        if (looked / TOLD_EACH > before) {
            LOG.info("{} resources are indexed anew", looked);
        }
        if (portion.unread() > 0) {
            LOG.warn("{} resources cannot be read and stay as they were indexed", unread);
        }
    }

    /** An interrupt in the middle of a portion could close the file of an embedded database. */
    @Override
    public void stop() {
        running = false;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_LAST_PORTION.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a portion of what is indexed anew is not done yet; the next start does it");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
