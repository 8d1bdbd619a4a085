package org.carerrecord.hospitaldischarge;

/**
 * The partner whose message it is, as the agreement knows it; never taken from MSH-4.
 *
 * @param ods ODS code
 * @param name for people to read
 */
public record Sender(String ods, String name) {}
