package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whom a partner itself tells apart: it named both in one message or one complete list, or wrote both by FHIR. Two messages
 * that each name one tell nobody apart (ADR 32).
 */
@Component
final class ToldApart {

    private final Contributions contributions;
    private final Tellings tellings;

    ToldApart(Contributions contributions, Tellings tellings) {
        this.contributions = contributions;
        this.tellings = tellings;
    }

    /**
     * What is being told, and not kept as told yet.
     *
     * @param message null for a FHIR write
     * @param list the complete list of which the message is part; null for none
     */
    record Now(@Nullable String message, @Nullable String list) {

        static final Now NOTHING = new Now(null, null);

        static Now of(@Nullable String message, Collection<Proposal> proposals) {
            return new Now(
                    message,
                    proposals.stream()
                            .flatMap(one -> one.change().statement().stream())
                            .flatMap(statement ->
                                    Stream.ofNullable(statement.part().snapshot()))
                            .findFirst()
                            .orElse(null));
        }
    }

    /** Whether some partner tells two relationships apart. */
    boolean are(Transaction transaction, long one, long other, Now now) {
        List<Contribution> said = contributions.of(transaction, Set.of(one, other)).stream()
                .filter(Contribution::active)
                .toList();
        return said.stream().map(each -> each.about().partner()).distinct().anyMatch(partner -> {
            List<Contribution> its =
                    said.stream().filter(each -> each.isOf(partner)).toList();
            return !Collections.disjoint(places(transaction, its, one, now), places(transaction, its, other, now));
        });
    }

    /** In which messages and lists a partner told of a relationship. */
    private Set<String> places(Transaction transaction, List<Contribution> said, long resource, Now now) {
        Set<String> places = new HashSet<>();
        List<Contribution> its =
                said.stream().filter(one -> one.about().resource() == resource).toList();
        for (Contribution one : its) {
            if (one.about().key().equals(ByFhir.KEY)) {
                places.add("FHIR");
            }
            if (one.message() != null) {
                places.add(one.message());
                if (one.message().equals(now.message()) && now.list() != null) {
                    places.add(now.list());
                }
            }
        }
        its.stream()
                .filter(one -> one.about().patient() != null)
                .collect(Collectors.groupingBy(
                        one -> Objects.requireNonNull(one.about().patient())))
                .forEach((patient, those) -> places.addAll(tellings.places(
                        transaction,
                        those.getFirst().about().partner(),
                        patient,
                        those.stream().map(one -> one.about().key()).collect(Collectors.toUnmodifiableSet()))));
        return places;
    }
}
