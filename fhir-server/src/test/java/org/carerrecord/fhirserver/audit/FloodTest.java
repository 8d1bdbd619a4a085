package org.carerrecord.fhirserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloodTest {

    private final AtomicLong time = new AtomicLong(-5);
    private final Flood strangers = new Flood(time::get);

    private long rows(int attempts) {
        return IntStream.range(0, attempts).filter(i -> strangers.left().row()).count();
    }

    @Test
    void theFirstOfAMinuteLeaveARowEachAndTheOthersOneTogether() {
        assertThat(rows(Flood.ROWS + 50)).isEqualTo(Flood.ROWS);

        time.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(strangers.left()).isEqualTo(new Flood.Left(true, OptionalInt.of(50)));
        assertThat(strangers.left()).isEqualTo(new Flood.Left(true, OptionalInt.empty()));
    }

    @Test
    void afterAQuietMinuteThereIsNothingToTell() {
        assertThat(rows(3)).isEqualTo(3);

        time.addAndGet(Duration.ofMinutes(2).toNanos());

        assertThat(strangers.left()).isEqualTo(new Flood.Left(true, OptionalInt.empty()));
    }
}
