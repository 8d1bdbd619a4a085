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
 * @param relations a read needs one of these with the person; a contribution needs none
 * @param ground the lawful ground, as the agreement words it
 */
public record Grant(
        Right right, Set<Category> categories, Set<String> purposes, Set<Relation> relations, String ground) {

    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    public enum Right {
        READ,
        CONTRIBUTE
    }

    public Grant {
        categories = Set.copyOf(categories);
        purposes = Set.copyOf(purposes);
        relations = Set.copyOf(relations);
        if (categories.isEmpty() || purposes.isEmpty() || ground.isBlank()) {
            throw new IllegalArgumentException("a grant names its categories, its purposes and its ground");
        }
        if (ground.length() > 200) {
            throw new IllegalArgumentException("a ground has at most 200 characters: it stands in every audit row");
        }
        if (right == Right.READ && relations.isEmpty()) {
            throw new IllegalArgumentException("a grant to read names the relationships that it needs");
        }
    }
}
