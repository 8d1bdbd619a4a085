package org.carerrecord.fhirserver.agreement;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An organisation in the agreement.
 *
 * @param ods its ODS code
 * @param kind acute, community, GP practice, adult social care ...
 * @param purpose for which it asks unless it says otherwise
 * @param carersAreAsked its systems record a carer only after asking them, so its statements are confirmed ones
 * @param asItIs reads and writes what it likes, may assign ids and refer to what is not there; sandbox only
 * @param fullyValidated every FHIR write of its is held against the profiles, and refused where it breaks them
 * @param grants what it may do; nothing else
 */
public record Partner(
        String ods,
        String name,
        String kind,
        String purpose,
        boolean carersAreAsked,
        boolean asItIs,
        boolean fullyValidated,
        List<Grant> grants) {

    public Partner {
        if (!ods.matches("[A-Z0-9]{3,10}")) {
            throw new IllegalArgumentException("an ODS code has 3 to 10 capital letters and digits");
        }
        grants = List.copyOf(grants);
    }

    /** The grant by which this partner has the right over all of the categories, for the purpose. */
    public Optional<Grant> grant(Grant.Right right, Set<Category> categories, String purpose) {
        return grants.stream()
                .filter(grant -> grant.right() == right)
                .filter(grant -> grant.purposes().contains(purpose))
                .filter(grant -> grant.categories().containsAll(categories))
                .findFirst();
    }
}
