package org.carerrecord.fhirserver.agreement;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One version of the partnership's agreement: what is not in it is denied.
 *
 * @param version named by every decision and audit row
 * @param selfStatedFor how long asking for one person by NHS number counts as a relationship
 * @param encounterFor how long after its end an encounter counts as a relationship
 * @param categories the categories in which each FHIR type lies; a type not named here is {@code OTHER}
 * @param carersNumberUntold the kinds of partner that are told a carer's NHS number only where they know the carer
 * @param withoutConsent what a partner of a kind is shown on the ground of consent while there is no Consent on file; of a
 *     category that is not named the person is asked first
 */
public record Agreement(
        String version,
        LocalDate dated,
        Duration selfStatedFor,
        Period encounterFor,
        Map<String, Set<Category>> categories,
        Set<Kind> carersNumberUntold,
        Map<Kind, Set<Category>> withoutConsent,
        List<Partner> partners) {

    private static final Set<Category> UNNAMED = Set.of(Category.OTHER);

    public Agreement {
        categories = Map.copyOf(categories);
        carersNumberUntold = Set.copyOf(carersNumberUntold);
        withoutConsent = Map.copyOf(withoutConsent);
        partners = List.copyOf(partners);
        Set<String> named = new HashSet<>();
        for (Partner partner : partners) {
            if (!named.add(partner.ods())) {
                throw new IllegalArgumentException("partner " + partner.ods() + " is named twice");
            }
            partner.grants().forEach(grant -> {
                YoungCarers.check(partner, grant);
                NoSearch.check(partner, grant);
            });
        }
    }

    public Optional<Partner> partner(String ods) {
        return partners.stream().filter(partner -> partner.ods().equals(ods)).findFirst();
    }

    /**
     * The partner with a code, if it may be told of carers who are referred to it.
     *
     * @param today a partner outside of its dates is none
     * @param young whether the carer is a young one
     */
    public Optional<Partner> recipient(String ods, LocalDate today, boolean young) {
        Set<Category> told = new TreeSet<>(categoriesOf(Carers.TYPE));
        if (young) {
            told.add(Category.YOUNG_CARER);
        }
        return partner(ods)
                .filter(one -> one.isOn(today)
                        && !one.grants(Grant.Right.BE_TOLD, told, one.purpose()).isEmpty());
    }

    public Set<Category> categoriesOf(String type) {
        return categories.getOrDefault(type, UNNAMED);
    }

    /** What a partner is shown of it: what holds for all, and its own part. */
    public Agreement partOf(Partner partner) {
        Map<Kind, Set<Category>> shown = new EnumMap<>(Kind.class);
        shown.put(partner.kind(), withoutConsent.getOrDefault(partner.kind(), Set.of()));
        Set<Kind> untold = carersNumberUntold.contains(partner.kind()) ? Set.of(partner.kind()) : Set.of();
        return new Agreement(version, dated, selfStatedFor, encounterFor, categories, untold, shown, List.of(partner));
    }

    /** The categories of them that a partner of a kind is shown only after the person was asked. */
    Set<Category> asked(Kind kind, Set<Category> categories) {
        Set<Category> asked = new TreeSet<>(categories);
        asked.removeAll(withoutConsent.getOrDefault(kind, Set.of()));
        return asked;
    }
}
