package org.carerrecord.gateway.inbound.mllp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.InetAddress;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the MLLP server listens. 2575 is the port that IANA registered for HL7.
 *
 * @param port TCP port; 0 takes any free one
 * @param address the local address to listen on; all when absent
 * @param maxConnections connections at one time; one more is closed at once
 * @param maxMessageBytes length of a message without framing; a longer one is refused
 * @param idleTimeout a connection on which no message begins for this long is closed
 * @param messageTimeout from a message's first byte to its last, however the bytes trickle; and as long again for the
 *     sender to take the acknowledgement
 * @param stopTimeout how long a stop waits for messages in work; keep it below
 *     {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
@Validated
@ConfigurationProperties("gateway.mllp")
public record MllpSettings(
        @DefaultValue("2575") @Min(0) @Max(65535) int port,
        @Nullable InetAddress address,
        @DefaultValue("64") @Min(1) int maxConnections,
        @DefaultValue("5242880") @Min(1) int maxMessageBytes,
        @DefaultValue("5m") @DurationMin(millis = 1) Duration idleTimeout,
        @DefaultValue("30s") @DurationMin(millis = 1) Duration messageTimeout,
        @DefaultValue("20s") @DurationMin(millis = 1) Duration stopTimeout) {}
