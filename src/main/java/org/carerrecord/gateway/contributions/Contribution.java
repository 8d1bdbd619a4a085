package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What one partner says of one thing.
 *
 * @param resource the shared resource's key
 * @param partner ODS code
 * @param key digest of the partner's own key for the statement
 * @param patient the key of the person whom it is about
 * @param said its words
 * @param saidAt when it said so
 * @param message the message that said so; null for a FHIR write
 * @param confirmed whether it says that there is a carer, confirmed with them
 * @param active false when it was withdrawn
 */
record Contribution(
        long resource,
        String partner,
        UUID key,
        @Nullable Long patient,
        String type,
        Resource said,
        Instant saidAt,
        @Nullable String message,
        boolean confirmed,
        boolean active) {

    Contribution withdrawn(Instant at, @Nullable String by) {
        return new Contribution(resource, partner, key, patient, type, said, at, by, confirmed, false);
    }

    boolean isSameStatement(Contribution other) {
        return resource == other.resource && partner.equals(other.partner) && key.equals(other.key);
    }

    /** The keys of the relationships of which other words are said than before. */
    static Set<Long> toldAnew(List<Contribution> before, List<Contribution> now) {
        return now.stream()
                .filter(one -> one.type().equals("RelatedPerson"))
                .filter(one -> before.stream()
                        .noneMatch(other -> one.isSameStatement(other)
                                && one.active() == other.active()
                                && one.said().equalsDeep(other.said())))
                .map(Contribution::resource)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The active ones of them, withdrawn. */
    static List<Contribution> withdrawn(List<Contribution> contributions, Instant at, @Nullable String by) {
        return contributions.stream()
                .filter(Contribution::active)
                .map(one -> one.withdrawn(at, by))
                .toList();
    }

    /** Those before, the changed ones of them replaced and the new ones added. */
    static List<Contribution> replaced(List<Contribution> before, List<Contribution> changed) {
        return Stream.concat(
                        before.stream().filter(one -> changed.stream().noneMatch(one::isSameStatement)),
                        changed.stream())
                .toList();
    }
}
