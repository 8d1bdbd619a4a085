package org.carerrecord.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.carerrecord.profiles.Fault;

/** Whatever the bytes, reading ends in a result or a fault, soon and with little memory. */
public final class Fuzz {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long MUCH = 64L << 20;

    /** The first ones read HAPI's models, and code is not compiled yet. */
    private static final int WARM = 1_000;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int number;

    /** Reads something broken; what it may throw is a {@link Fault} with a place. */
    public void run(Runnable reading) {
        String which = "number " + number++ + " of the seed";
        long allocated = memory.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        try {
            reading.run();
        } catch (Fault expected) {
            assertThat(expected.place()).as(which).isNotBlank();
        } catch (RuntimeException | StackOverflowError mistake) {
            throw new AssertionError(which, mistake);
        }
        if (number > WARM) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(which).isLessThan(SOON);
            assertThat(memory.getCurrentThreadAllocatedBytes() - allocated)
                    .as("bytes of " + which)
                    .isLessThan(MUCH);
        }
    }
}
