package org.carerrecord.fhirserver.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Opaque, time-ordered ids: nothing of a person is in them, and new rows lie beside each other. */
public final class Ids {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    /** 2025-01-01T00:00:00Z. */
    private static final long BEGINNING = 1_735_689_600_000L;

    private static final int MILLISECOND = 22;

    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong();

    public Ids(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A public id of 26 characters: 48 bits of milliseconds and 80 random bits in Crockford's base 32. */
    public String id() {
        StringBuilder id = new StringBuilder(26);
        append(id, clock.millis(), 10);
        append(id, random.nextLong(), 8);
        append(id, random.nextLong(), 8);
        return id.toString();
    }

    /**
     * A positive key of a row: 41 bits of milliseconds since 2025, 22 random bits. In one millisecond a node gives no key
     * twice; the unique key excludes the rest.
     */
    public long key() {
        long fresh = ((clock.millis() - BEGINNING) << MILLISECOND | random.nextInt(1 << MILLISECOND)) & Long.MAX_VALUE;
        return last.updateAndGet(
                before -> before >>> MILLISECOND == fresh >>> MILLISECOND ? Math.max(before + 1, fresh) : fresh);
    }

    /** The least key of a time. */
    public static long keyOf(Instant time) {
        return Math.max(0, time.toEpochMilli() - BEGINNING) << MILLISECOND;
    }

    /** The least key of the time that lies so long before another key's. */
    public static long before(long key, Duration time) {
        return Math.max(0, (key >>> MILLISECOND) - time.toMillis()) << MILLISECOND;
    }

    private static void append(StringBuilder id, long bits, int characters) {
        for (int shift = 5 * (characters - 1); shift >= 0; shift -= 5) {
            id.append(ALPHABET.charAt((int) (bits >>> shift) & 31));
        }
    }
}
