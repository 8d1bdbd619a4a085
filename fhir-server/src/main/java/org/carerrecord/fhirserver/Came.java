package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Written;
import org.jspecify.annotations.Nullable;

/**
 * What came of the changes of one turn.
 *
 * @param written the versions that were written, by their resources' keys
 * @param seenBefore how the caller could see what was held, by their keys
 * @param seenNow how it can see it now
 */
record Came(
        Transaction transaction, Map<Long, Written> written, Map<Long, Extent> seenBefore, Map<Long, Extent> seenNow) {

    static Came of(
            Transaction transaction,
            Collection<Proposal> proposals,
            Map<Long, Written> written,
            Map<Long, Extent> seenBefore,
            Visibility visibility) {
        Map<Long, Extent> seenNow = new HashMap<>(seenBefore);
        List<Held> unsure = proposals.stream()
                .flatMap(proposal -> proposal.held().stream())
                .filter(held -> written.containsKey(held.pk()) || !seenBefore.containsKey(held.pk()))
                .toList();
        unsure.forEach(held -> seenNow.remove(held.pk()));
        seenNow.putAll(visibility.seen(transaction, unsure));
        return new Came(transaction, written, seenBefore, seenNow);
    }

    /** @param proposal null for a deletion that found nothing */
    Outcome outcome(Change change, @Nullable Proposal proposal) {
        if (proposal == null) {
            return Outcome.nothing(change.type(), transaction.now());
        }
        boolean created = !seenBefore.containsKey(proposal.pk()) && change.method() != Change.Method.DELETE;
        boolean seen = proposal.held().isEmpty() || seenNow.containsKey(proposal.pk());
        @Nullable Written one = written.get(proposal.pk());
        return one != null
                ? Outcome.of(one, created, seen, seenNow.getOrDefault(proposal.pk(), Extent.WHOLE))
                : Outcome.unchanged(proposal.held().orElseThrow(), created, seen);
    }
}
