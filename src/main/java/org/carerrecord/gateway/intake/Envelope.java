package org.carerrecord.gateway.intake;

import org.carerrecord.fhirserver.agreement.Caller;

/**
 * A message on its way in.
 *
 * @param format how it is read and answered
 * @param raw its bytes as they came
 * @param sender who sent it: the connection or the token says so, not the message
 * @param id the gateway's id for this delivery
 */
public record Envelope(Format format, byte[] raw, Caller sender, String id) {}
