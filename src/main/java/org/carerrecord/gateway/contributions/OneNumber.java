package org.carerrecord.gateway.contributions;

import java.util.Optional;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** One patient has one NHS number; another one is looked into by people, never guessed (carer-model.md, identity). */
final class OneNumber {

    private OneNumber() {}

    /**
     * A partner that changes the NHS number of a patient of its own speaks of somebody else, or did so before; unless it says
     * of the number of before that it is an old one.
     */
    static void check(Change change, Optional<Contribution> mine, Resource words) {
        if (words instanceof Patient now
                && mine.filter(Contribution::active).map(Contribution::said).orElse(null) instanceof Patient before
                && Identities.nhsNumber(now).isPresent()
                && Identities.nhsNumber(before)
                        .filter(number -> !Identities.nhsNumbers(now).contains(number))
                        .isPresent()) {
            throw anotherNumber(change);
        }
    }

    private static Fault anotherNumber(Change change) {
        return new Fault(
                FaultKind.DUPLICATE,
                change.place() + ".identifier",
                "the record holds another NHS number for this local number; find out which is right");
    }

    /**
     * An NHS number that changes is looked into by people, never guessed (carer-model.md, identity); one that is marked as old
     * changes nothing.
     */
    static void check(Change change, Resource merged) {
        if (merged instanceof Patient patient
                && patient.getIdentifier().stream()
                                .filter(Identities::isNhsNumber)
                                .filter(identifier -> identifier.getUse() != IdentifierUse.OLD)
                                .map(Identifier::getValue)
                                .distinct()
                                .count()
                        > 1) {
            throw anotherNumber(change);
        }
    }
}
