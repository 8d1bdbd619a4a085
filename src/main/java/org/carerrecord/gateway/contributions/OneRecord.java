package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Hash;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * What all contributions to one thing come to: a function of the set of them, whatever their order (carer-model.md,
 * contributions 4).
 */
@Component
final class OneRecord {

    private final Sharing sharing;
    private final Owners owners;
    private final Resources resources;
    private final Comparator<Contribution> newestFirst;

    OneRecord(Sharing sharing, Owners owners, Resources resources) {
        this.sharing = sharing;
        this.owners = owners;
        this.resources = resources;
        this.newestFirst = Comparator.comparing(Contribution::stamp)
                .thenComparing(one -> Hash.key(resources.json(one.said())))
                .thenComparing(one -> one.about().partner())
                .reversed();
    }

    /**
     * @param resource empty when it is deleted
     * @param shared whether more than its sources may see it
     * @param young whether it is not shared because it is of a young carer
     * @param sources ODS codes of who says it, each with the hash of the NHS number that it says of a carer; 0: none
     */
    record Made(Optional<Resource> resource, boolean shared, boolean young, Map<String, Long> sources) {

        /** Of what nobody ever said anything, as far as is known now. */
        static final Made NOTHING = new Made(Optional.empty(), false, false, Map.of());
    }

    /** What at least one contribution comes to, the withdrawn ones among them. */
    Made of(List<Contribution> contributions, LocalDate today) {
        List<Contribution> all = newestFirst(contributions);
        List<Contribution> active = all.stream().filter(Contribution::active).toList();
        boolean isStated = active.stream().anyMatch(Contribution::states)
                || (!active.isEmpty() && all.stream().noneMatch(Contribution::states));
        List<Contribution> standing = isStated ? active : left(all, active);
        Resource merged = Merge.labelled(Merge.of(sharing.told(standing, today), owners), standing);
        boolean shared = sharing.isShared(standing, merged, today);
        Resource resource = shared ? merged : amongSources(standing, merged);
        return new Made(
                isStated ? Optional.of(resource) : unsupported(all.getFirst(), !active.isEmpty(), resource),
                shared,
                sharing.isYoung(standing, merged, today),
                sources(standing));
    }

    /** @param newestFirst a partner that says several numbers of a carer says the newest */
    private static Map<String, Long> sources(List<Contribution> newestFirst) {
        Map<String, Long> sources = new HashMap<>();
        newestFirst.forEach(one -> sources.merge(
                one.about().partner(), one.carerNumber(), (newest, before) -> newest == 0 ? before : newest));
        return Map.copyOf(sources);
    }

    /** In the order in which they are joined. */
    List<Contribution> newestFirst(List<Contribution> contributions) {
        return contributions.stream().sorted(newestFirst).toList();
    }

    /** What several sources may read of a resource that nobody else may see. */
    private Resource amongSources(List<Contribution> standing, Resource merged) {
        List<Resource> words = new ArrayList<>();
        standing.stream()
                .map(one -> one.about().partner())
                .distinct()
                .forEach(partner -> words.add(Merge.of(
                        standing.stream().filter(one -> one.isOf(partner)).toList(), owners)));
        words.sort(Comparator.comparing(Label::keepsApart).reversed());
        return words.size() == 1 ? merged : Merge.common(standing, words, resources);
    }

    /** What tells of a relationship that nobody states any more: all but what was deleted, unless nothing else is left. */
    private static List<Contribution> left(List<Contribution> all, List<Contribution> active) {
        return active.isEmpty()
                ? all
                : all.stream()
                        .filter(one -> one.active() || one.message() != null)
                        .toList();
    }

    /**
     * What is left without a statement. A relationship that a message withdrew last, or on which others have a word, is
     * unsupported, not ended and not deleted (carer-model.md, contributions 6); what a FHIR DELETE took back last is deleted
     * (contributions 5), and anything else that nobody says.
     */
    private static Optional<Resource> unsupported(Contribution last, boolean hasWords, Resource left) {
        boolean isLeft = last.message() != null || hasWords;
        if (!isLeft || !(left instanceof RelatedPerson related)) {
            return Optional.empty();
        }
        related.setActive(false);
        Claim.setStatus(related, "unsupported");
        return Optional.of(related);
    }
}
