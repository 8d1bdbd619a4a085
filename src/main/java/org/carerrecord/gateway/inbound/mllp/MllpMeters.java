package org.carerrecord.gateway.inbound.mllp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the MLLP server counts: {@code gateway.mllp.messages} by outcome, and connections that it did not admit. */
final class MllpMeters {

    private static final String MESSAGES = "gateway.mllp.messages";
    private static final String OUTCOME = "outcome";

    /** Handed to the receiver, and its answer written. */
    final Counter answered;
    /** Longer than the server takes; answered with a refusal. */
    final Counter tooLong;
    /** Half, late or not framed; nothing answered. */
    final Counter malformed;
    /** The receiver threw; nothing answered. */
    final Counter failed;
    /** The acknowledgement did not reach the sender, though the receiver has done its work. */
    final Counter unanswered;
    /** Connections closed at once, being more than the server takes. */
    final Counter refusedConnections;

    MllpMeters(MeterRegistry registry) {
        answered = registry.counter(MESSAGES, OUTCOME, "answered");
        tooLong = registry.counter(MESSAGES, OUTCOME, "too-long");
        malformed = registry.counter(MESSAGES, OUTCOME, "malformed");
        failed = registry.counter(MESSAGES, OUTCOME, "failed");
        unanswered = registry.counter(MESSAGES, OUTCOME, "unanswered");
        refusedConnections = registry.counter("gateway.mllp.connections.refused");
    }
}
