package org.carerrecord.mapping;

/**
 * Something a message said that the record could not carry.
 *
 * @param place where it stood, for example {@code NK1[2]-3} or {@code PID-3[1]}; positions count from 1
 * @param reason why it was not carried; never repeats what stood there
 */
public record Loss(String place, String reason) {}
