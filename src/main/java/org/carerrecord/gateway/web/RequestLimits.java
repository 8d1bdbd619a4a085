package org.carerrecord.gateway.web;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** How many requests each caller may send in a minute of this node's clock. */
final class RequestLimits {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int most;
    private final LongSupplier nanoTime;
    private final long begun;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    RequestLimits(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    private record Window(long number, AtomicInteger seen) {}

    /** Counts a request; when it is one too many, the seconds after which the next will be none. */
    OptionalLong tooMany(String caller) {
        long passed = nanoTime.getAsLong() - begun;
        long number = passed / WINDOW.toNanos();
        Window now = windows.compute(
                caller,
                (name, window) ->
                        window != null && window.number() == number ? window : new Window(number, new AtomicInteger()));
        if (now.seen().incrementAndGet() <= most) {
            return OptionalLong.empty();
        }
        long left = (number + 1) * WINDOW.toNanos() - passed;
        return OptionalLong.of(Duration.ofNanos(left).toSeconds() + 1);
    }
}
