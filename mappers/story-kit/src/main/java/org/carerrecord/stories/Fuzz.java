package org.carerrecord.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.carerrecord.profiles.Fault;

/** Whatever the bytes, reading ends in a result or a fault, soon and with little memory. */
public final class Fuzz {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration NEVER = Duration.ofMinutes(1);
    private static final long MUCH = 64L << 20;

    private final String seed;
    private final int warm;
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What reads for ever is left behind. */
    private final ExecutorService reader =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    private int number;

    /** What one reading took; all the memory that it asked for, whether it was given back or not. */
    private record Took(Duration time, long bytes) {}

    /**
     * @param seed what a failure calls it
     * @param warm how many are read before time and memory are looked at
     */
    public Fuzz(String seed, int warm) {
        this.seed = seed;
        this.warm = warm;
    }

    /** Reads something broken; what it may throw is a {@link Fault} with a place. */
    public void run(Runnable reading) {
        String which = "number " + number++ + " of " + seed;
        Took took = ended(reader.submit(() -> took(reading, which)), which);
        if (number > warm) {
            assertThat(took.time()).as(which).isLessThan(SOON);
            assertThat(took.bytes()).as("bytes of " + which).isLessThan(MUCH);
        }
    }

    private Took took(Runnable reading, String which) {
        long allocated = memory.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        try {
            reading.run();
        } catch (Fault expected) {
            assertThat(expected.place()).as(which).isNotBlank();
        } catch (RuntimeException | StackOverflowError mistake) {
            throw new AssertionError(which, mistake);
        }
        return new Took(
                Duration.ofNanos(System.nanoTime() - began), memory.getCurrentThreadAllocatedBytes() - allocated);
    }

    private static Took ended(Future<Took> reading, String which) {
        try {
            return reading.get(NEVER.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException hanging) {
            throw new AssertionError(which + " does not end", hanging);
        } catch (ExecutionException failed) {
            throw new AssertionError(which, failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
