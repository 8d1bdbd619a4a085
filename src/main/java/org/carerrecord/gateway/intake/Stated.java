package org.carerrecord.gateway.intake;

import org.carerrecord.gateway.contributions.MeantCarers.Meant;

/**
 * One thing that a message says of a person.
 *
 * @param late whether the sender told of something later
 */
record Stated(Meant meant, About about, boolean late) {}
