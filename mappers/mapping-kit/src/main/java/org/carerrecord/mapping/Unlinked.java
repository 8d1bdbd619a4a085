package org.carerrecord.mapping;

import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;

/**
 * That the sender holds two of its patients no longer for one.
 *
 * @param one as far as numbers identify them
 * @param other likewise
 * @param carer under which keys the sender spoke of them as one carer; empty where the key is no number of theirs
 * @param place where the message says so, for example {@code PID}
 */
public record Unlinked(Patient one, Patient other, Optional<CarerKeys> carer, String place) {

    public Unlinked(Patient one, Patient other, String place) {
        this(one, other, Optional.empty(), place);
    }
}
