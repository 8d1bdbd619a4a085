package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.gateway.identity.linkage.Comparison;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.gateway.identity.linkage.Linkage;
import org.carerrecord.gateway.identity.linkage.Linkage.Among;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Decides which of a patient's carers somebody speaks of; pure. */
public final class SameCarer {

    private static final String BIRTH_DATE = "birth date";

    private final Linkage linkage = new Linkage();

    /**
     * The carer who is linked: one description of them at least is, and none of them says that they are another; nobody where
     * that is so of several.
     *
     * @param held descriptions of each carer, by the carer's key
     * @param today no date of birth lies after it
     */
    public Optional<Long> among(RelatedPerson said, Map<Long, List<RelatedPerson>> held, LocalDate today) {
        Particulars particulars = Description.of(said, today);
        List<Long> same = held.entrySet().stream()
                .filter(carer -> isSame(particulars, carer.getValue(), today))
                .map(Map.Entry::getKey)
                .toList();
        return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
    }

    /** Why somebody is linked to a carer: the description that is most like theirs; empty where none is linked. */
    public Optional<Why> why(RelatedPerson said, List<RelatedPerson> descriptions, LocalDate today) {
        Particulars particulars = Description.of(said, today);
        return descriptions.stream()
                .map(one -> linkage.compare(particulars, Description.of(one, today), Among.CARERS_OF_ONE))
                .filter(comparison -> comparison.decision() == Decision.LINK)
                .max(Comparator.comparingDouble(Comparison::total))
                .map(best -> Why.of(Why.Rule.WEIGHTS, best, linkage.linkedFrom(Among.CARERS_OF_ONE)));
    }

    /**
     * Whether who is told under a carer's NHS number is that carer: a birth date or family name agrees with one description, or
     * the whole is linked by weight (carer-model.md, identity 1).
     */
    public boolean isNumbered(RelatedPerson said, List<RelatedPerson> descriptions, LocalDate today) {
        Particulars particulars = Description.of(said, today);
        return descriptions.stream()
                .map(one -> linkage.compare(particulars, Description.of(one, today), Among.CARERS_OF_ONE))
                .anyMatch(comparison -> SamePerson.agrees(comparison) || comparison.decision() == Decision.LINK);
    }

    /** Whether two are visibly not one: a birth date and a name are told of both, and each speaks against it. */
    public boolean isElse(RelatedPerson said, RelatedPerson other, LocalDate today) {
        Comparison comparison =
                linkage.compare(Description.of(said, today), Description.of(other, today), Among.CARERS_OF_ONE);
        return speaksAgainst(comparison, Set.of(BIRTH_DATE)) && speaksAgainst(comparison, Set.of("given", "family"));
    }

    /**
     * Whether two of one name are visibly two: their birth dates, or where not both are told their sexes, are such as never
     * to be linked unseen. A slip of a digit, and day and month swapped, are not.
     */
    public boolean isNamesake(RelatedPerson said, RelatedPerson other, LocalDate today) {
        Comparison comparison =
                linkage.compare(Description.of(said, today), Description.of(other, today), Among.CARERS_OF_ONE);
        boolean areBorn = comparison.elements().stream()
                .anyMatch(element -> element.element().equals(BIRTH_DATE));
        return linkage.isHeldBack(comparison, areBorn ? BIRTH_DATE : "sex");
    }

    private static boolean speaksAgainst(Comparison comparison, Set<String> elements) {
        return comparison.elements().stream()
                .anyMatch(element -> elements.contains(element.element()) && element.weight() < 0);
    }

    private boolean isSame(Particulars said, List<RelatedPerson> descriptions, LocalDate today) {
        List<Decision> decisions = descriptions.stream()
                .map(one -> linkage.compare(said, Description.of(one, today), Among.CARERS_OF_ONE)
                        .decision())
                .toList();
        return decisions.contains(Decision.LINK) && !decisions.contains(Decision.NEW);
    }
}
