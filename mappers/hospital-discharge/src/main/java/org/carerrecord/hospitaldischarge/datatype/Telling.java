package org.carerrecord.hospitaldischarge.datatype;

import org.carerrecord.mapping.Relationships;
import org.carerrecord.mapping.Sender;

/**
 * The circumstances of one message, which every mapper takes as an argument.
 *
 * @param sender the partner that tells, as the agreement knows it; never taken from MSH-4
 * @param relationships what its relationship codes mean, its own local ones among them
 * @param complete whether its NK1s are all that the sender says of who is related to the patient
 */
public record Telling(Trigger trigger, Sender sender, Relationships relationships, boolean complete) {}
