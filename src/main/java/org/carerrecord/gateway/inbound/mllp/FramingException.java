package org.carerrecord.gateway.inbound.mllp;

import java.io.IOException;

/** What came is no MLLP. The message says what was wrong in our own words and numbers, so that it may be logged. */
final class FramingException extends IOException {

    private static final long serialVersionUID = 1L;

    FramingException(String wrong) {
        super(wrong);
    }

    FramingException(String wrong, Throwable cause) {
        super(wrong, cause);
    }
}
