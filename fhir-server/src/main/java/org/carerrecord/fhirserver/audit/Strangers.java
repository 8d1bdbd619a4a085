package org.carerrecord.fhirserver.audit;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Counts the attempts of whom nobody knows. The first ones in a minute leave a row each; the others, which cost the sender
 * nothing and would fill the store, leave one row together with the next minute's first.
 */
final class Strangers {

    static final int ROWS = 100;

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private long begun;
    private int seen;

    Strangers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /**
     * What an attempt leaves.
     *
     * @param row whether it leaves a row of its own
     * @param others how many attempts of the time before left none, when their row is due
     */
    record Left(boolean row, OptionalInt others) {}

    synchronized Left left() {
        OptionalInt others = OptionalInt.empty();
        if (nanoTime.getAsLong() - begun >= WINDOW) {
            others = seen > ROWS ? OptionalInt.of(seen - ROWS) : others;
            begun = nanoTime.getAsLong();
            seen = 0;
        }
        seen++;
        return new Left(seen <= ROWS, others);
    }
}
