package org.carerrecord.gateway.contributions;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.store.Reasons;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.gateway.identity.Apart;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.SameCarer;
import org.carerrecord.gateway.identity.Why;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.RelatedPerson;

/** The moment in which a partner's first words on a relationship join those of others: the link has its reason from then on. */
final class Joining {

    private final SameCarer sameCarer = new SameCarer();
    private final Resources resources;

    Joining(Resources resources) {
        this.resources = resources;
    }

    /**
     * Keeps why the words join those of others, if they do.
     *
     * @param apart whether people told the relationship apart from another
     * @throws Fault DUPLICATE when they told it apart from what the partner says
     */
    void check(Said said, List<Contribution> changed, boolean apart) {
        List<RelatedPerson> others = said.before().stream()
                .filter(Contribution::active)
                .flatMap(one -> one.said() instanceof RelatedPerson other
                        ? Optional.of(other).stream()
                        : Optional.<RelatedPerson>empty().stream())
                .toList();
        Optional<RelatedPerson> words = changed.stream()
                .filter(Contribution::active)
                .flatMap(one -> one.said() instanceof RelatedPerson mine
                        ? Optional.of(mine).stream()
                        : Optional.<RelatedPerson>empty().stream())
                .findFirst();
        if (words.isEmpty() || others.isEmpty() || !said.own().isEmpty()) {
            return;
        }
        if (apart && isToldApart(said)) {
            throw new Fault(
                    FaultKind.DUPLICATE,
                    said.change().place(),
                    "people told this carer apart from the one of whom you speak; write to that relationship, or answer"
                            + " the review anew");
        }
        Reasons.keep(
                said.transaction(),
                said.proposal().pk(),
                resources.json(why(said, words.get(), others).told(List.of())));
    }

    private static boolean isToldApart(Said said) {
        return said.transaction()
                .query(
                        Sql.of(
                                        "select 1 from resource r where r.pk = ? and ",
                                        said.proposal().pk())
                                .then(Apart.notFrom("r.pk", said.partner().ods())),
                        (row, number) -> 1)
                .isEmpty();
    }

    private Why why(Said said, RelatedPerson words, List<RelatedPerson> others) {
        Set<UUID> numbers = new HashSet<>();
        others.forEach(other -> numbers.addAll(Identities.carerKeys(other)));
        if (Identities.carerKeys(words).stream().anyMatch(numbers::contains)) {
            return Why.of(Why.Rule.NHS_NUMBER);
        }
        return said.change().aim() instanceof Change.Aim.ById
                ? Why.of(Why.Rule.NAMED)
                : sameCarer
                        .why(words, others, StatedTime.day(said.transaction().now()))
                        .orElse(Why.of(Why.Rule.NAMED));
    }
}
