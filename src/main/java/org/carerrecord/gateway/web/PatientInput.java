package org.carerrecord.gateway.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/** A body that is waited for, all waiting together, so long at most for each megabyte of it that was begun. */
final class PatientInput extends ServletInputStream {

    private static final int MEGABYTE = 1024 * 1024;
    private static final String PLACE = "body";
    private static final String REASON = "it comes too slowly; send it again when it can come at once";

    private final ServletInputStream in;
    private final long patience;
    private final LongSupplier nanoTime;
    private long waited;
    private long bytes;

    PatientInput(ServletInputStream in, Duration patience, LongSupplier nanoTime) {
        this.in = in;
        this.patience = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        long before = nanoTime.getAsLong();
        int read;
        try {
            read = in.read(into, offset, length);
        } catch (IOException stop) {
            if (isSilence(stop)) {
                throw new Fault(FaultKind.TOO_SLOW, PLACE, REASON, stop);
            }
            throw stop;
        }
        waited += nanoTime.getAsLong() - before;
        if (read >= 0 && waited > patience * (1 + bytes / MEGABYTE)) {
            throw new Fault(FaultKind.TOO_SLOW, PLACE, REASON);
        }
        bytes += Math.max(0, read);
        return read;
    }

    /** The container tells it in several ways. */
    private static boolean isSilence(Throwable stop) {
        @Nullable Throwable cause = stop;
        while (cause != null && !(cause instanceof SocketTimeoutException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    @Override
    public boolean isFinished() {
        return in.isFinished();
    }

    @Override
    public boolean isReady() {
        return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        in.setReadListener(listener);
    }
}
