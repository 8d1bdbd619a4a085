package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.SameCarer;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * A sender's words under the number of a carer whom it describes as visibly somebody else: a number is copied from the wrong
 * line now and then, and nobody's words replace another's for that (ADR 35). Nothing of its exchange is written yet.
 */
public final class AnothersNumber extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final SameCarer SAME_CARER = new SameCarer();

    private final String link;

    private AnothersNumber(String link) {
        super("a statement is of somebody else than its number", null, false, false);
        this.link = link;
    }

    /** The link of the statement within its message. */
    public String link() {
        return link;
    }

    /**
     * Where the key under which a sender speaks of somebody is their number.
     *
     * @param mine what it said under that key
     * @throws AnothersNumber when it speaks of somebody else now
     */
    static void check(Change change, UUID key, Optional<Contribution> mine, LocalDate today) {
        if (change.resource() instanceof RelatedPerson now
                && mine.filter(Contribution::active).map(Contribution::said).orElse(null)
                        instanceof RelatedPerson before
                && now.getIdentifier().stream().anyMatch(number -> isKey(number, key))
                && SAME_CARER.isElse(now, before, today)) {
            throw new AnothersNumber(change.link().orElseThrow());
        }
    }

    /** What a statement says without the number that is its key. */
    public static RelatedPerson without(RelatedPerson said, String key) {
        RelatedPerson others = said.copy();
        others.getIdentifier().removeIf(number -> isKey(number, Identities.statementKey(key)));
        return others;
    }

    private static boolean isKey(Identifier number, UUID key) {
        return Objects.equals(Identities.statementKey(number.getSystem() + "|" + number.getValue()), key);
    }
}
