package org.carerrecord.fhirserver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** So many in a minute for each, then none until the minute is over. */
class RateLimitTest {

    private final AtomicLong now = new AtomicLong();
    private final RateLimit limits = new RateLimit(2, Duration.ofMinutes(1), now::get);

    @Test
    void theNextMinuteBeginsAnew() {
        assertThat(limits.tooMany("a")).isEmpty();
        now.addAndGet(Duration.ofSeconds(50).toNanos());
        assertThat(limits.tooMany("a")).isEmpty();
        assertThat(limits.tooMany("a")).isEqualTo(OptionalLong.of(11));
        assertThat(limits.tooMany("b")).isEmpty();

        now.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(limits.tooMany("a")).isEmpty();
    }
}
