package org.carerrecord.fhirserver;

import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.validation.Inspected;
import org.hl7.fhir.r4.model.Reference;

/**
 * A change whose target is known.
 *
 * @param change with references that lead to ids
 * @param pk the resource's key, new or held
 * @param id the resource's id, new or held
 * @param held what is held under the key, if anything was ever
 * @param place the key of the place that was kept under one of its identity keys ({@link RecordWriter#keepPlace}), if any
 * @param another the key of the resource to which an identity key leads, and who is somebody else ({@link WriteRule#identified}), if any
 * @param inspected what the change's resource refers to; empty for a deletion
 */
public record Proposal(
        Change change,
        long pk,
        String id,
        Optional<Held> held,
        Optional<Long> place,
        Optional<Long> another,
        Optional<Inspected> inspected) {

    /** Every reference of the change's resource. */
    public List<Reference> references() {
        return inspected.map(Inspected::references).orElseGet(List::of);
    }
}
