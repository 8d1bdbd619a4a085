package org.carerrecord.fhirserver;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored of a resource.
 *
 * @param place of the change that led to it; faults name it
 * @param resource its content; null when it is to be deleted
 * @param keys under each of which there may be no other resource
 * @param shared whether more than its sources may see it
 * @param young whether it is not shared because it is of a young carer
 * @param sources ODS codes of the partners who say it, each with the hash of the NHS number that it says of a carer; 0: none
 * @param ties relationships with the person of its compartment that it gives rise to
 * @param ours whether the gateway made it, so that nobody is asked whether they see what it refers to
 */
public record Settled(
        String place,
        String type,
        long pk,
        String id,
        Optional<Held> held,
        @Nullable Resource resource,
        Set<UUID> keys,
        boolean shared,
        boolean young,
        Map<String, Long> sources,
        Set<Tie> ties,
        boolean ours) {

    /**
     * A partner's relationship with a person.
     *
     * @param until when it ends; empty where it stands until it is taken away
     */
    public record Tie(String partner, Relation relation, Optional<Instant> until) {

        public static Tie lasting(String partner, Relation relation) {
            return new Tie(partner, relation, Optional.empty());
        }
    }

    /** Stored as it is proposed, seen by those whom the agreement lets see all. */
    public static Settled asItIs(Proposal proposal) {
        return new Settled(
                proposal.change().place(),
                proposal.change().type(),
                proposal.pk(),
                proposal.id(),
                proposal.held(),
                proposal.change().resource(),
                Set.of(),
                true,
                false,
                Map.of(),
                Set.of(),
                false);
    }

    /** What the gateway says itself, seen by its sources: of what is held, or of what is new. */
    public static Settled ours(
            Ids ids,
            String type,
            Optional<Held> held,
            @Nullable Resource resource,
            Set<UUID> keys,
            Set<String> sources) {
        return new Settled(
                type,
                type,
                held.map(Held::pk).orElseGet(ids::key),
                held.map(Held::id).orElseGet(ids::id),
                held,
                resource,
                keys,
                false,
                false,
                silent(sources),
                Set.of(),
                true);
    }

    /** Sources that say no number of a carer. */
    public static Map<String, Long> silent(Set<String> sources) {
        return sources.stream().collect(Collectors.toUnmodifiableMap(source -> source, source -> 0L));
    }

    /** The same with other content, that of no young carer. */
    public Settled with(@Nullable Resource other, boolean seenByOthers) {
        return new Settled(place, type, pk, id, held, other, keys, seenByOthers, false, sources, ties, ours);
    }
}
