package org.carerrecord.gateway.inbound.mllp;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the MLLP server listens. 2575 is the port that IANA registered for HL7.
 *
 * @param port TCP port; 0 takes any free one
 * @param address the local address to listen on; all when absent
 * @param maxConnections connections at one time; one more is closed at once
 * @param maxConnectionsOfPeer of them from one address
 * @param maxMessageBytes length of a message without framing; a longer one is refused
 * @param idleTimeout a connection on which no message begins for this long is closed
 * @param messageTimeout from a message's first byte to its last, however the bytes trickle; and as long again for the
 *     sender to take the acknowledgement
 * @param stopTimeout how long a stop waits for messages in work; keep it below
 *     {@code spring.lifecycle.timeout-per-shutdown-phase}
 * @param tls speaks TLS, and lets in only who shows a trusted certificate; plain when absent
 */
@ConfigurationProperties("gateway.mllp")
public record MllpSettings(
        @DefaultValue("2575") int port,
        @Nullable InetAddress address,
        @DefaultValue("64") int maxConnections,
        @DefaultValue("32") int maxConnectionsOfPeer,
        @DefaultValue("5242880") int maxMessageBytes,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("30s") Duration messageTimeout,
        @DefaultValue("20s") Duration stopTimeout,
        @Nullable Tls tls) {

    /**
     * Files of PEM.
     *
     * @param certificate the server's own, with those that lead to its root
     * @param privateKey of that certificate
     * @param trusted certificates of senders, or of the authorities that issue them
     */
    public record Tls(String certificate, String privateKey, String trusted) {}

    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException if a number or a time is out of its range */
    public MllpSettings {
        must(port >= 0 && port <= HIGHEST_PORT, "gateway.mllp.port is from 0 to 65535");
        must(maxConnections > 0, "gateway.mllp.max-connections is at least 1");
        must(maxConnectionsOfPeer > 0, "gateway.mllp.max-connections-of-peer is at least 1");
        must(maxMessageBytes > 0, "gateway.mllp.max-message-bytes is at least 1");
        must(idleTimeout.isPositive(), "gateway.mllp.idle-timeout is more than 0");
        must(messageTimeout.isPositive(), "gateway.mllp.message-timeout is more than 0");
        must(stopTimeout.isPositive(), "gateway.mllp.stop-timeout is more than 0");
    }

    private static void must(boolean held, String rule) {
        if (!held) {
            throw new IllegalArgumentException(rule);
        }
    }
}
