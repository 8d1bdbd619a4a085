package org.carerrecord.fhirserver;

import java.util.Optional;
import org.carerrecord.fhirserver.store.Held;

/**
 * A change whose target is known.
 *
 * @param change with references that lead to ids
 * @param pk the resource's key, new or held
 * @param id the resource's id, new or held
 * @param held what is held under the key, if anything was ever
 */
public record Proposal(Change change, long pk, String id, Optional<Held> held) {}
