package org.carerrecord.mapping;

import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;

/**
 * A number of a person that the sender has merged into another: what was said under it is said of one and the same person.
 *
 * @param patient the link of the person who goes on
 * @param former the number that was merged, of use {@code old}
 * @param carer under which keys the sender speaks of the person as a carer; empty where the key is no number of theirs
 * @param place where the message says so, for example {@code MRG-1}
 */
public record Merged(String patient, Identifier former, Optional<CarerKeys> carer, String place) {

    public Merged(String patient, Identifier former, String place) {
        this(patient, former, Optional.empty(), place);
    }
}
