package org.carerrecord.gateway.intake;

/** Finds how a message is read that was kept. */
public interface Formats {

    Format of(Kept kept);
}
