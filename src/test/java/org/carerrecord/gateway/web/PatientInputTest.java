package org.carerrecord.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.api.Test;

/** Who sends by drops is told so, however regular the drops are; who sends much may take longer. */
class PatientInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong();

    /** Gives some bytes each time, after so many seconds. */
    private PatientInput giving(int bytes, int seconds) {
        return new PatientInput(
                new ServletInputStream() {
                    @Override
                    public int read(byte[] into, int offset, int length) {
                        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
                        return Math.min(bytes, length);
                    }

                    @Override
                    public int read() {
                        throw new IllegalStateException("nobody asks for one");
                    }

                    @Override
                    public boolean isFinished() {
                        return false;
                    }

                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public void setReadListener(ReadListener listener) {
                        throw new IllegalStateException("nobody listens");
                    }
                },
                PATIENCE,
                now::get);
    }

    @Test
    void dropsAreNotWaitedFor() throws IOException {
        PatientInput drops = giving(1, 10);

        assertThat(drops.read()).isZero();
        assertThat(drops.read()).isZero();
        assertThat(drops.read()).isZero();
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(drops::read)
                .extracting(Fault::kind)
                .isEqualTo(FaultKind.TOO_SLOW);
    }

    @Test
    void eachMegabyteIsWaitedFor() throws IOException {
        PatientInput body = giving(1024 * 1024, 29);
        byte[] megabyte = new byte[1024 * 1024];

        for (int i = 0; i < 5; i++) {
            assertThat(body.read(megabyte, 0, megabyte.length)).isEqualTo(megabyte.length);
        }
    }

    @Test
    void whatIsDoneBetweenDoesNotCount() throws IOException {
        PatientInput body = giving(1, 1);

        for (int i = 0; i < 30; i++) {
            assertThat(body.read()).isZero();
            now.addAndGet(Duration.ofMinutes(1).toNanos());
        }
    }
}
