package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of one category of data to one kind of partner.
 *
 * @param permits else it is denied
 * @param since from when it is permitted; until then it is denied; null: at once
 * @param until when nothing is said any more; null: no end
 * @param deniesAfter whether it is an exception from a denial, which stands again when it ends
 */
record Permission(boolean permits, @Nullable Instant since, @Nullable Instant until, boolean deniesAfter) {

    /** What holds where this was said first, and another later or as an exception from it. */
    Permission then(Permission other) {
        @Nullable Instant end = other.until;
        boolean standsAgain = end != null && (deniesAfter || (!permits && (until == null || until.isAfter(end))));
        return standsAgain ? new Permission(other.permits, other.since, end, true) : other;
    }

    /** What holds where both are said at once: deny wins. */
    Permission and(Permission other) {
        return permits ? other : this;
    }

    /** A person, a kind of partner and a category of data are one cell. */
    record Cell(Kind kind, Category category) {}
}
