package org.carerrecord.fhirserver;

import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.Parameters;

/** Tells who says what of a resource; whoever plugs in the write rule keeps that. */
public interface Contributed {

    /**
     * What the caller may know of who said what, as CarerRecord-Contributions defines it; empty when that is nothing.
     *
     * @param granted whether the agreement lets the caller see the resource for more than its own words
     */
    Optional<Parameters> of(Transaction transaction, Caller caller, Held resource, boolean granted);
}
