package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.SameCarer;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * A sender's words under the number of a carer whom it describes as visibly somebody else: a number is copied from the wrong
 * line now and then, and nobody's words replace another's for that (ADR 35); pure.
 */
final class AnothersNumber {

    private static final SameCarer SAME_CARER = new SameCarer();

    private AnothersNumber() {}

    /**
     * Whether the key under which a sender speaks of somebody is the number of somebody else.
     *
     * @param before what it said under that key
     */
    static boolean is(RelatedPerson now, UUID key, RelatedPerson before, LocalDate today) {
        return now.getIdentifier().stream().anyMatch(number -> isKey(number, key))
                && SAME_CARER.isElse(now, before, today);
    }

    /** What a statement says without the number that is its key. */
    static RelatedPerson without(RelatedPerson said, UUID key) {
        RelatedPerson others = said.copy();
        others.getIdentifier().removeIf(number -> isKey(number, key));
        return others;
    }

    private static boolean isKey(Identifier number, UUID key) {
        return Objects.equals(Identities.statementKey(number.getSystem() + "|" + number.getValue()), key);
    }
}
