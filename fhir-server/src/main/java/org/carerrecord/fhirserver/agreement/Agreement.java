package org.carerrecord.fhirserver.agreement;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The partnership's agreement: what is not in it is denied.
 *
 * @param version named by every decision and audit row
 * @param selfStatedFor how long asking for one person by NHS number counts as a relationship
 * @param categories the categories in which each FHIR type lies; a type not named here is {@code OTHER}
 */
public record Agreement(
        String version, Duration selfStatedFor, Map<String, Set<Category>> categories, List<Partner> partners) {

    public Agreement {
        if (version.isBlank() || version.length() > 40) {
            throw new IllegalArgumentException("a version has 1 to 40 characters: it stands in every audit row");
        }
        categories = Map.copyOf(categories);
        partners = List.copyOf(partners);
        Set<String> named = new HashSet<>();
        for (Partner partner : partners) {
            if (!named.add(partner.ods())) {
                throw new IllegalArgumentException("partner " + partner.ods() + " is named twice");
            }
        }
    }

    public Optional<Partner> partner(String ods) {
        return partners.stream().filter(partner -> partner.ods().equals(ods)).findFirst();
    }

    public Set<Category> categoriesOf(String type) {
        return categories.getOrDefault(type, EnumSet.of(Category.OTHER));
    }

    /** The ground on which the caller may contribute resources of a type. */
    public Optional<Grant> mayContribute(Caller caller, String type) {
        return caller.partner().grant(Grant.Right.CONTRIBUTE, categoriesOf(type), caller.purpose());
    }

    /** The ground on which the caller may read resources of a type about people to whom it stands in a relation. */
    public Optional<Grant> mayRead(Caller caller, String type) {
        return caller.partner().grant(Grant.Right.READ, categoriesOf(type), caller.purpose());
    }
}
