package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.gateway.identity.Identities;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What one partner says of one thing.
 *
 * @param said its words
 * @param stamp when it last said so, or took it back
 * @param earlier the elements that it last spoke of before that, and when; for example {@code telecom}
 * @param message the message that said so; null for a FHIR write
 * @param confirmed whether it says that there is a carer, confirmed with them
 * @param active false when it was withdrawn
 */
record Contribution(
        About about,
        Resource said,
        Stamp stamp,
        Map<String, Instant> earlier,
        @Nullable String message,
        boolean confirmed,
        boolean active) {

    Contribution {
        earlier = Map.copyOf(earlier);
    }

    /**
     * What a contribution is known by.
     *
     * @param resource the shared resource's key
     * @param partner ODS code
     * @param key digest of the partner's own key for the statement
     * @param patient the key of the person whom it is about
     * @param type FHIR resource type
     */
    record About(long resource, String partner, UUID key, @Nullable Long patient, String type) {

        /** Another statement of the same partner. */
        About under(UUID other) {
            return new About(resource, partner, other, patient, type);
        }

        boolean isSameStatement(About other) {
            return resource == other.resource && partner.equals(other.partner) && key.equals(other.key);
        }
    }

    /** When it last spoke of an element, by its name as in {@link #earlier}. */
    Instant at(String element) {
        return earlier.getOrDefault(element, stamp.at());
    }

    Contribution withdrawn(Stamp at, @Nullable String by) {
        return new Contribution(about, said, at, earlier, by, confirmed, false);
    }

    /** With other words, said when these were. */
    Contribution saying(Resource words, boolean isConfirmed) {
        return new Contribution(about, words, stamp, earlier, message, isConfirmed, active);
    }

    /** Whether it states that there is what it is about, and is no mere word on it. */
    boolean states() {
        return !Claim.isSilent(said);
    }

    /** By the carer's numbers while it is said, and by the sender's own key, under which it may be said again. */
    Set<UUID> carerKeys() {
        RelatedPerson related = (RelatedPerson) said;
        Set<UUID> keys = new HashSet<>(active ? Identities.carerKeys(related) : Set.of());
        if (!about.key().equals(ByFhir.KEY)) {
            keys.addAll(Identities.statedKeys(about.partner(), about.type(), about.key(), related.getPatient()));
        }
        return keys;
    }

    /** The hash of the NHS number that it says of a carer; 0: none. */
    long carerNumber() {
        return said instanceof RelatedPerson carer
                ? carer.getIdentifier().stream()
                        .filter(Identities::isNhsNumber)
                        .findFirst()
                        .map(number -> Hash.word(number.getValue()))
                        .orElse(0L)
                : 0;
    }

    /** The same words, of another resource. */
    Contribution of(long resource, UUID key) {
        return new Contribution(
                new About(resource, about.partner(), key, about.patient(), about.type()),
                said,
                stamp,
                earlier,
                message,
                confirmed,
                active);
    }

    boolean isOf(String partner) {
        return about.partner().equals(partner);
    }

    boolean isSameStatement(Contribution other) {
        return about.isSameStatement(other.about);
    }

    /** The keys of the resources of a type of which other words are said than before. */
    static Set<Long> toldAnew(String type, List<Contribution> before, List<Contribution> now) {
        return now.stream()
                .filter(one -> one.about().type().equals(type))
                .filter(one -> before.stream()
                        .noneMatch(other -> one.isSameStatement(other)
                                && one.active() == other.active()
                                && one.said().equalsDeep(other.said())))
                .map(one -> one.about().resource())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The active ones of them, withdrawn. */
    static List<Contribution> withdrawn(List<Contribution> contributions, Stamp at, @Nullable String by) {
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
