package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.Set;

/**
 * One permission of the agreement.
 *
 * @param right what may be done
 * @param categories with which categories of data
 * @param purposes for which purposes
 * @param relations a read needs one of these with the person; the other rights need none
 * @param onConsent whether its ground is the person's consent, so that a Consent on file, or what the agreement says for
 *     where there is none, decides too
 * @param ground the lawful ground, as the agreement words it
 */
public record Grant(
        Right right,
        Set<Category> categories,
        Set<String> purposes,
        Set<Relation> relations,
        boolean onConsent,
        String ground) {

    /** carer-model.md, "The agreement". */
    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    public enum Right {
        CONTRIBUTE,
        READ,
        REFER,
        BE_TOLD,
        ASK_ONE_QUESTION
    }

    public Grant {
        categories = Set.copyOf(categories);
        purposes = Set.copyOf(purposes);
        relations = relations == null ? Set.of() : Set.copyOf(relations);
        if (right == Right.READ && relations.isEmpty()) {
            throw new IllegalArgumentException("a grant to read names the relationships that it needs");
        }
    }

    /** Whether it gives the right over all of the categories for the purpose. */
    boolean gives(Right asked, Set<Category> wanted, String purpose) {
        return right == asked && purposes.contains(purpose) && categories.containsAll(wanted);
    }
}
