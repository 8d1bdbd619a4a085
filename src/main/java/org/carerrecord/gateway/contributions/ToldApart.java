package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Persons;
import org.carerrecord.gateway.identity.Persons.Likeness;
import org.carerrecord.gateway.identity.SameTask;
import org.carerrecord.gateway.identity.Why;
import org.hl7.fhir.r4.model.RelatedPerson;
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

    /** So many at most are looked at whether there is a question about each two of them. */
    private static final int FEW = 10;

    /** The keys of the questions that may have been asked about each two carers who are spoken of at once. */
    static Set<UUID> questions(Collection<Proposal> proposals) {
        List<String> carers = proposals.stream()
                .filter(one -> one.change().resource() instanceof RelatedPerson)
                .flatMap(one -> one.held().filter(Held::live).map(Held::reference).stream())
                .distinct()
                .toList();
        return carers.size() > FEW
                ? Set.of()
                : carers.stream()
                        .flatMap(one -> carers.stream()
                                .filter(other -> one.compareTo(other) < 0)
                                .map(other -> SameTask.key(one, other)))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** What need not be looked at any more, if that is so: each two carers of one person who are spoken of at once. */
    static List<Likeness> together(Map<Long, Settled> settled) {
        List<RelatedPerson> carers = settled.values().stream()
                .flatMap(one -> one.resource() instanceof RelatedPerson carer
                        ? Stream.of((RelatedPerson) carer.copy().setId(one.type() + "/" + one.id()))
                        : Stream.empty())
                .toList();
        return carers.stream()
                .flatMap(one -> carers.stream()
                        .filter(other -> one.getId().compareTo(other.getId()) < 0
                                && one.getPatient().equalsDeep(other.getPatient()))
                        .map(other -> over(one.getId(), other.getId())))
                .toList();
    }

    static Likeness over(String one, String other) {
        return new Likeness(one, other, Why.of(Why.Rule.WEIGHTS), true, Optional.of(Persons.Over.TOLD_APART));
    }

    static boolean isOver(Likeness question) {
        return question.over().filter(Persons.Over.TOLD_APART::equals).isPresent();
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
