package org.carerrecord.fhirserver.audit;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Counts attempts that cost their sender nothing and would fill the store: of whom nobody knows, or over a limit. The first
 * ones in a minute leave a row each; the others leave one row together with the next minute's first.
 */
final class Flood {

    static final int ROWS = 100;

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private long begun;
    private int seen;

    Flood(LongSupplier nanoTime) {
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
