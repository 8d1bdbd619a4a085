package org.carerrecord.fhirserver;

import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.store.Version;

/**
 * A page of a search.
 *
 * @param matches what fulfils the search, in order
 * @param included what the matches refer to, as far as it was asked for
 * @param total how many matches there are, where that is known
 * @param next the place at which the next page begins, if there is one, as text
 */
public record Found(List<Version> matches, List<Version> included, Optional<Long> total, Optional<String> next) {

    /** Whether it tells of nobody. */
    boolean isEmpty() {
        return matches.isEmpty() && included.isEmpty() && total.orElse(0L) == 0;
    }
}
