package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/**
 * What a partner's messages come to, told one after another; pure.
 *
 * <p>They are told in the order of their events, whatever the order in which they arrived: so the contribution depends on the
 * set of what was told (carer-model.md, contributions 4).
 *
 * @param partner whose messages they are
 * @param today by which a relationship is over
 */
record Story(Partner partner, LocalDate today) {

    /**
     * What a statement comes to; empty when nothing was ever said under it.
     *
     * @param tellings all that the partner told of the person and type, in any order
     */
    Optional<Contribution> of(About about, List<Telling> tellings) {
        return told(about, meant(about, tellings));
    }

    /**
     * Without those that take back the only statement where several stood at their time: they do not tell which, and take
     * nothing back.
     */
    private List<Telling> meant(About about, List<Telling> tellings) {
        List<Telling> meant =
                new ArrayList<>(tellings.stream().filter(one -> !one.only()).toList());
        for (Telling one : tellings.stream().filter(Telling::only).sorted(ORDER).toList()) {
            if (standing(about, one, meant) < 2) {
                meant.add(one);
            }
        }
        return meant;
    }

    /** How many statements stand when one is told, what its own message says among them. */
    private long standing(About about, Telling told, List<Telling> tellings) {
        List<Telling> before = tellings.stream()
                .filter(one -> !one.stamp().isAfter(told.stamp()))
                .toList();
        return before.stream()
                .filter(one -> one.said() != null)
                .flatMap(one -> Stream.ofNullable(one.key()))
                .distinct()
                .filter(key -> told(about.under(key), before)
                        .filter(Contribution::active)
                        .isPresent())
                .count();
    }

    private Optional<Contribution> told(About about, List<Telling> tellings) {
        Optional<Contribution> contribution = Optional.empty();
        for (Telling one : standing(tellings.stream()
                .filter(telling -> telling.concerns(about.key()))
                .sorted(ORDER)
                .toList())) {
            contribution = next(about, contribution, one, tellings);
        }
        return contribution;
    }

    /**
     * What is taken back under a key that was merged takes back what was told under that key, and not what was told under the
     * key that goes on, as long as there is any.
     *
     * @param told in the order of their events
     */
    private static List<Telling> standing(List<Telling> told) {
        List<Telling> standing = new ArrayList<>();
        for (Telling one : told) {
            standing.add(one);
            if (one.key() != null && one.said() == null && one.formerKey().isPresent()) {
                standing.removeIf(
                        other -> other.key() != null && other.formerKey().equals(one.formerKey()));
            }
        }
        return standing.stream().anyMatch(one -> one.said() != null) ? standing : told;
    }

    /** At one time taking back comes first: a message may take all back and say some of it again. */
    private static final Comparator<Telling> ORDER =
            Comparator.comparing(Telling::stamp).thenComparing(one -> one.said() != null);

    private Optional<Contribution> next(
            About about, Optional<Contribution> before, Telling telling, List<Telling> tellings) {
        if (telling.said() != null) {
            return Optional.of(said(about, before, telling));
        }
        return before.map(one -> telling.takesBack(one, tellings) && (one.active() || telling.message() == null)
                ? one.withdrawn(telling.stamp(), telling.message())
                : one);
    }

    /** A contribution after its partner said it, once more or for the first time. */
    Contribution said(About about, Optional<Contribution> before, Telling telling) {
        Resource said = Objects.requireNonNull(telling.said());
        Optional<Contribution> standing = before.filter(Contribution::active);
        Resource words = standing.map(old -> Again.words(said, old.said(), telling.emptied()))
                .orElseGet(said::copy);
        if (words instanceof RelatedPerson related
                && partner.carersAreAsked()
                && Claim.status(related).filter("stated"::equals).isPresent()) {
            Claim.setStatus(related, "confirmed");
        }
        return new Contribution(
                about,
                words,
                telling.stamp(),
                standing.map(old -> earlier(said, words, old)).orElse(Map.of()),
                telling.message(),
                Claim.of(words, partner, today) == Claim.CONFIRMED,
                true);
    }

    /** The elements on which a message is silent, and when they were last spoken of. */
    private static Map<String, Instant> earlier(Resource said, Resource words, Contribution before) {
        Map<String, Instant> earlier = new HashMap<>();
        Map<String, ?> spoken = Spoken.values(said);
        Spoken.values(words).keySet().stream()
                .filter(element -> !spoken.containsKey(element))
                .forEach(element -> earlier.put(element, before.at(element)));
        return earlier;
    }
}
