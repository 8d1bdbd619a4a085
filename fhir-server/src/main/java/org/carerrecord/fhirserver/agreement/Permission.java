package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of one category of data to one kind of partner.
 *
 * @param permits else it is denied
 * @param since from when it is permitted; until then it is denied; null: at once
 * @param until when nothing is said any more; null: no end
 */
record Permission(boolean permits, @Nullable Instant since, @Nullable Instant until) {

    /** A person, a kind of partner and a category of data are one cell. */
    record Cell(Kind kind, Category category) {}
}
