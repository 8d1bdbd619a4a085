package org.carerrecord.fhirserver.agreement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An organisation in the agreement.
 *
 * @param ods its ODS code
 * @param purpose for which it asks unless it says otherwise
 * @param from the first day on which it is a partner; null: since ever
 * @param to the last day; null: no end
 * @param carersAreAsked its systems record a carer only after asking them, so its statements are confirmed ones
 * @param asItIs reads and writes what it likes, may assign ids and refer to what is not there; sandbox only
 * @param fullyValidated every FHIR write of its is held against the profiles, and refused where it breaks them
 * @param complete types of its messages, for example {@code ADT^A31}, that name everybody of whom it says that they are related
 *     to the patient: whom such a message leaves out, it says no more
 * @param grants what it may do; nothing else
 */
public record Partner(
        String ods,
        String name,
        Kind kind,
        String purpose,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        boolean carersAreAsked,
        boolean asItIs,
        boolean fullyValidated,
        List<String> complete,
        List<Grant> grants) {

    /** As wide as audit.ground (V20261122_80). */
    private static final int COLUMN = 1000;

    /** A question's reason stands behind its ground in the same column; that a relationship is self-stated is shorter. */
    static final int LONGEST_GROUND = COLUMN - OneQuestion.LONGEST_ADDITION;

    public Partner {
        complete = complete == null ? List.of() : List.copyOf(complete);
        grants = List.copyOf(grants);
        if (ground(grants).length() > LONGEST_GROUND) {
            throw new IllegalArgumentException("the grounds of a partner have at most " + LONGEST_GROUND
                    + " characters together: they stand in every audit row");
        }
    }

    /** Whether it is a partner on a day. */
    boolean isOn(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    /** The grants that give this partner the right over all of the categories, for the purpose; any one of them is enough. */
    List<Grant> grants(Grant.Right right, Set<Category> categories, String purpose) {
        List<Grant> giving = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant.gives(right, categories, purpose)) {
                giving.add(grant);
            }
        }
        return giving;
    }

    static String ground(List<Grant> grants) {
        return grants.stream().map(Grant::ground).distinct().collect(Collectors.joining("; "));
    }
}
