package org.carerrecord.fhirserver.agreement;

import java.util.Set;

/**
 * Who refers, or asks one question about one person, and never searches (carer-model.md, agreement 6). An agreement that
 * lets them read is not valid.
 */
final class NoSearch {

    private static final Set<Kind> KINDS = Set.of(Kind.FIRE, Kind.POLICE, Kind.LIBRARY, Kind.EDUCATION);

    private NoSearch() {}

    static void check(Partner partner, Grant grant) {
        if (grant.right() == Grant.Right.READ && KINDS.contains(partner.kind())) {
            throw new IllegalArgumentException("partner " + partner.ods()
                    + ": fire, police, libraries and schools refer or ask one question, and never search; take away the"
                    + " grant to read");
        }
    }
}
