package org.carerrecord.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.api.Test;

class BodiesInFlightTest {

    private static final int MEGABYTE = 1024 * 1024;

    private final BodiesInFlight inFlight = new BodiesInFlight(2 * MEGABYTE);

    private static byte[] read(BodiesInFlight.Share share, int bytes, int most) throws IOException {
        return share.read(new ByteArrayInputStream(new byte[bytes]), most);
    }

    private static FaultKind stop(ThrowingCallable reading) {
        return catchThrowableOfType(Fault.class, reading).kind();
    }

    @Test
    void aBodyIsReadAsItIs() throws IOException {
        try (BodiesInFlight.Share share = inFlight.share()) {
            assertThat(read(share, 0, MEGABYTE)).isEmpty();
            assertThat(read(share, 300_001, MEGABYTE)).hasSize(300_001);
            assertThat(stop(() -> read(share, MEGABYTE + 1, MEGABYTE))).isEqualTo(FaultKind.TOO_LARGE);
        }
    }

    @Test
    void theLargestBodyFitsAlone() throws IOException {
        try (BodiesInFlight.Share share = inFlight.share()) {
            assertThat(read(share, 2 * MEGABYTE, 2 * MEGABYTE)).hasSize(2 * MEGABYTE);
        }
    }

    @Test
    void whoFindsNoRoomComesAgainWhenOthersAreAnswered() throws IOException {
        BodiesInFlight.Share first = inFlight.share();
        read(first, MEGABYTE + MEGABYTE / 2, 2 * MEGABYTE);

        try (BodiesInFlight.Share second = inFlight.share()) {
            assertThat(stop(() -> read(second, MEGABYTE, 2 * MEGABYTE))).isEqualTo(FaultKind.UNAVAILABLE);
        }
        first.close();
        try (BodiesInFlight.Share second = inFlight.share()) {
            assertThat(read(second, MEGABYTE, 2 * MEGABYTE)).hasSize(MEGABYTE);
        }
    }
}
