package org.carerrecord.hospitaldischarge.writing;

import java.time.Instant;

/**
 * The circumstances of a message that is made.
 *
 * @param application MSH-3
 * @param facility MSH-4
 * @param recipient ODS code of whom it is for (MSH-6): of local numbers only its own are sent
 * @param controlId MSH-10
 * @param at MSH-7
 * @param soSince EVN-2, when what is told became so
 */
public record Sending(
        String application, String facility, String recipient, String controlId, Instant at, Instant soSince) {}
