package org.carerrecord.gateway.intake;

import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.gateway.contributions.Telling;

/**
 * The person whom a statement is about.
 *
 * @param former the merged record under whose number the message speaks of them
 * @param formerKey the key under which the message speaks of their carer, where its sender merged it
 */
record About(Outcome patient, Optional<Telling.Former> former, Optional<UUID> formerKey) {

    /** What a message tells of the person. */
    Telling telling(Telling told) {
        return told.under(former).formerly(told.type().equals("RelatedPerson") ? formerKey : Optional.empty());
    }
}
