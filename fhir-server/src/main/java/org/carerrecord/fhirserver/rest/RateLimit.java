package org.carerrecord.fhirserver.rest;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** How often each caller may do something in a time of this node's clock. */
public final class RateLimit {

    private final int most;
    private final Duration window;
    private final LongSupplier nanoTime;
    private final long begun;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /** @param nanoTime a clock that only runs forward, {@link System#nanoTime} */
    public RateLimit(int most, Duration window, LongSupplier nanoTime) {
        this.most = most;
        this.window = window;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    private record Window(long number, AtomicInteger seen) {}

    /** Counts once more; when that is once too often, the seconds after which the next will not be. */
    public OptionalLong tooMany(String caller) {
        long passed = nanoTime.getAsLong() - begun;
        long number = passed / window.toNanos();
        Window now = windows.compute(
                caller,
                (name, last) ->
                        last != null && last.number() == number ? last : new Window(number, new AtomicInteger()));
        if (now.seen().incrementAndGet() <= most) {
            return OptionalLong.empty();
        }
        long left = (number + 1) * window.toNanos() - passed;
        return OptionalLong.of(Duration.ofNanos(left).toSeconds() + 1);
    }
}
