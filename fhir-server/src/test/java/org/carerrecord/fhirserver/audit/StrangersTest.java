package org.carerrecord.fhirserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrangersTest {

    private final AtomicLong time = new AtomicLong(-5);
    private final Strangers strangers = new Strangers(time::get);

    private long rows(int attempts) {
        return IntStream.range(0, attempts).filter(i -> strangers.left().row()).count();
    }

    @Test
    void theFirstOfAMinuteLeaveARowEachAndTheOthersOneTogether() {
        assertThat(rows(Strangers.ROWS + 50)).isEqualTo(Strangers.ROWS);

        time.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(strangers.left()).isEqualTo(new Strangers.Left(true, OptionalInt.of(50)));
        assertThat(strangers.left()).isEqualTo(new Strangers.Left(true, OptionalInt.empty()));
    }

    @Test
    void afterAQuietMinuteThereIsNothingToTell() {
        assertThat(rows(3)).isEqualTo(3);

        time.addAndGet(Duration.ofMinutes(2).toNanos());

        assertThat(strangers.left()).isEqualTo(new Strangers.Left(true, OptionalInt.empty()));
    }
}
