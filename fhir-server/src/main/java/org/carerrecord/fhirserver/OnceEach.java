package org.carerrecord.fhirserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Asked;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Each resource stands in an exchange once (R4, RESTful API, "transaction": "by identity"), also where conditions find nobody
 * yet.
 */
final class OnceEach {

    /** Where the values of the search parameter {@code identifier} stand. */
    private static final List<String> IDENTIFIERS = List.of("identifier", "masterIdentifier");

    /** What a condition made, since it found nothing. */
    private record Made(Proposal proposal, String condition) {}

    private final Conditions conditions;
    private final Map<String, Proposal> references = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final List<Made> made = new ArrayList<>();
    private final Map<String, Set<Long>> pks = new HashMap<>();
    private final Map<String, Set<Long>> byIdentifier = new HashMap<>();

    OnceEach(Conditions conditions) {
        this.conditions = conditions;
    }

    boolean isThere(String reference) {
        return references.containsKey(reference);
    }

    /**
     * A change of this exchange.
     *
     * @throws Fault INVALID where another is aimed at the same
     */
    void add(Proposal proposal) {
        Change change = proposal.change();
        references.merge(change.type() + "/" + proposal.id(), proposal, this::changing);
        condition(change)
                .filter(any -> proposal.held().filter(Held::live).isEmpty())
                .ifPresent(condition -> {
                    if (!asked.add(change.type() + "?" + Conditions.normal(change, condition))) {
                        throw twice(change);
                    }
                    made.add(new Made(proposal, condition));
                });
        @Nullable Resource resource = change.resource();
        if (resource != null) {
            pks.computeIfAbsent(change.type(), type -> new HashSet<>()).add(proposal.pk());
            values(resource).forEach(value -> byIdentifier
                    .computeIfAbsent(change.type() + "|" + value, any -> new HashSet<>())
                    .add(proposal.pk()));
        }
    }

    /**
     * Of two that are aimed at one resource the one that changes it: a conditional create that finds it changes nothing.
     *
     * @throws Fault INVALID where both do
     */
    private Proposal changing(Proposal one, Proposal other) {
        boolean isDeleted = one.change().resource() == null || other.change().resource() == null;
        if (!isDeleted && isFound(other) && wasThere(one)) {
            return one;
        }
        if (!isDeleted && isFound(one) && wasThere(other)) {
            return other;
        }
        throw twice(other.change());
    }

    private boolean isFound(Proposal proposal) {
        return proposal.change().aim() instanceof Change.Aim.NewUnless
                && proposal.held()
                        .filter(Held::live)
                        .filter(held -> conditions.visibility().sees(conditions.transaction(), held))
                        .isPresent();
    }

    /** Before this exchange: what a change of it made is not found by another, whose words would be lost. */
    private static boolean wasThere(Proposal proposal) {
        return proposal.held().filter(Held::live).isPresent();
    }

    private static Optional<String> condition(Change change) {
        return switch (change.aim()) {
            case Change.Aim.Matching(String query) -> Optional.of(query);
            case Change.Aim.NewUnless(String query) -> Optional.of(query);
            case Change.Aim.ById byId -> Optional.empty();
            case Change.Aim.Known known -> Optional.empty();
            case Change.Aim.New() -> Optional.empty();
        };
    }

    /**
     * Asks the conditions that found nothing again, now that everything is written.
     *
     * @throws Fault INVALID where one finds what another change made
     */
    void confirm() {
        Map<Made, Asked<Held>> again = new LinkedHashMap<>();
        for (Made one : made) {
            if (mayFindAnother(one)) {
                again.put(
                        one,
                        conditions.askAnother(
                                one.proposal().change(),
                                one.condition(),
                                one.proposal().pk()));
            }
        }
        again.forEach((one, asked) -> {
            Set<Long> its = pks.getOrDefault(one.proposal().change().type(), Set.of());
            if (asked.rows().stream()
                    .map(Held::pk)
                    .anyMatch(pk -> pk != one.proposal().pk() && its.contains(pk))) {
                throw twice(one.proposal().change());
            }
        });
    }

    /** Most conditions ask for an identifier, which the others do not have: then nobody need be asked. */
    private boolean mayFindAnother(Made one) {
        Change change = one.proposal().change();
        return pks.getOrDefault(change.type(), Set.of()).size() > 1
                && conditions
                        .identifiers(change, one.condition())
                        .map(wanted -> wanted.stream()
                                .flatMap(value ->
                                        byIdentifier.getOrDefault(change.type() + "|" + value, Set.of()).stream())
                                .anyMatch(pk -> pk != one.proposal().pk()))
                        .orElse(true);
    }

    private static Stream<String> values(Resource resource) {
        return IDENTIFIERS.stream()
                .map(resource::getNamedProperty)
                .flatMap(Stream::ofNullable)
                .map(Property::getValues)
                .flatMap(List::stream)
                .flatMap(value -> value instanceof Identifier identifier
                        ? Stream.ofNullable(identifier.getValue())
                        : Stream.empty())
                .map(value -> value.strip().toLowerCase(Locale.ROOT));
    }

    static Fault twice(Change change) {
        return new Fault(FaultKind.INVALID, change.place(), "two entries change one resource; send it once");
    }
}
