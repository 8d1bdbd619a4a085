package org.carerrecord.gateway.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** The memory for the bodies of all requests that are being answered. */
final class BodiesInFlight {

    private static final int BLOCK = 64 * 1024;

    private final Semaphore room;

    /**
     * Memory for bodies.
     *
     * @param mostBytes of all of them together
     */
    BodiesInFlight(int mostBytes) {
        // One block more: that there is no more is seen by reading on.
        this.room = new Semaphore(mostBytes + BLOCK);
    }

    /** The part of one request, given back when it is answered. */
    Share share() {
        return new Share();
    }

    /** What one request takes of the room. */
    final class Share implements AutoCloseable {

        private int taken;

        /**
         * Reads a body.
         *
         * @param most bytes that it may have
         * @throws Fault TOO_LARGE; UNAVAILABLE while the bodies of others take all the room
         */
        byte[] read(InputStream from, int most) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] block;
            do {
                take();
                block = from.readNBytes(BLOCK);
                body.write(block);
                if (body.size() > most) {
                    throw new Fault(FaultKind.TOO_LARGE, "body", "this has at most " + most + " bytes here");
                }
            } while (block.length == BLOCK);
            return body.toByteArray();
        }

        private void take() {
            if (!room.tryAcquire(BLOCK)) {
                throw new Fault(
                        FaultKind.UNAVAILABLE,
                        "body",
                        "too many large requests are being answered; send it again later");
            }
            taken += BLOCK;
        }

        @Override
        public void close() {
            room.release(taken);
        }
    }
}
