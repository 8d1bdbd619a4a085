package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.linkage.BlockingKeys;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.springframework.stereotype.Component;

/**
 * The Person behind the relationships of one human being who cares for several people (carer-model.md, "What is held where").
 *
 * <p>It is made when there are two relationships to join, or one and the carer's own Patient, and lies in nobody's compartment: its links would tell of people
 * whom a reader may not know.
 */
@Component
public class Persons {

    /** A date of birth is no more wrong than another one where only keys are made of it. */
    private static final LocalDate ANY_DAY = LocalDate.of(9999, 12, 31);

    /** How many others people are asked about at once. */
    private static final int MOST_LOOKED_AT = 3;

    private final LinkKeys keys;
    private final SamePerson samePerson = new SamePerson();
    private final PersonLinks links;
    private final OwnPatients own;
    private final Resources resources;

    Persons(LinkKeys keys, PersonLinks links, OwnPatients own, Resources resources) {
        this.keys = keys;
        this.links = links;
        this.own = own;
        this.resources = resources;
    }

    /**
     * What those who speak of one carer at one time have in common.
     *
     * @param isOfCarer whether they are one, so that their own Patient is looked for
     */
    public static Set<UUID> locks(RelatedPerson carer, boolean isOfCarer) {
        return Stream.concat(
                        isOfCarer ? Identities.ownKeys(carer).stream() : Stream.<UUID>empty(),
                        BlockingKeys.few(Description.of(carer, ANY_DAY)).stream()
                                .map(key -> Hash.key("link " + key)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Two relationships that may be of one human being.
     *
     * @param one the one of which something was said
     * @param ofOne whether they care for one person
     * @param over why nobody need look any more; empty where people must
     */
    public record Likeness(String one, String other, Why why, boolean ofOne, Optional<Over> over) {}

    /** Why two need not be looked at any more. */
    public enum Over {
        LINKED,
        RESTRICTED,
        TOLD_APART,
        UNLIKE
    }

    /**
     * Adds to what is settled the Persons of carers who are told of elsewhere, too.
     *
     * @param carers keys of relationships of which something else is said than before
     * @param isOfCarer whether a relationship is one of caring
     * @return what people must look at, the likeliest first, and need not any more
     */
    public List<Likeness> follow(
            Transaction transaction, Set<Long> carers, Predicate<RelatedPerson> isOfCarer, Map<Long, Settled> settled) {
        LocalDate today = StatedTime.day(transaction.now());
        NumberHolders holders = holders(transaction, carers, isOfCarer, settled);
        Map<Long, List<Long>> candidates = candidates(transaction, carers, today, settled);
        Map<Long, Related> related = related(transaction, candidates.values(), settled);
        Apart.From apart = new Apart.From(
                transaction, carers.stream().map(pk -> reference(settled, pk)).toList());
        List<Likeness> alike = new ArrayList<>();
        for (long pk : carers) {
            Settled carer = Objects.requireNonNull(settled.get(pk));
            if (carer.resource() instanceof RelatedPerson told) {
                String reference = reference(settled, pk);
                Map<String, SamePerson.Same> same = new TreeMap<>();
                Map<String, SamePerson.Verdict> unsure = new TreeMap<>();
                for (long candidate : candidates.getOrDefault(pk, List.of())) {
                    Optional.ofNullable(related.get(candidate)).ifPresent(other -> {
                        SamePerson.Verdict verdict = samePerson.compare(told, other.told(), today);
                        switch (verdict.decision()) {
                            case LINK -> same.put(other.reference(), verdict.same());
                            case REVIEW -> unsure.put(other.reference(), verdict);
                            case NEW ->
                                over(carer, told)
                                        .ifPresent(over -> alike.add(new Likeness(
                                                reference,
                                                other.reference(),
                                                verdict.same().why(),
                                                verdict.ofOne(),
                                                Optional.of(over))));
                        }
                    });
                }
                alike.addAll(likenesses(transaction, reference, same, unsure, apart, settled));
                if (carer.shared() && isOfCarer.test(told)) {
                    own.follow(transaction, reference, told, holders, settled);
                }
            }
        }
        return alike;
    }

    /** Somebody restricted is compared with nobody; of whom something was said before, it may have been like another. */
    private static Optional<Over> over(Settled carer, RelatedPerson told) {
        return Label.of(told) != Label.NONE
                ? Optional.of(Over.RESTRICTED)
                : carer.held().filter(Held::live).map(held -> Over.UNLIKE);
    }

    /** Takes a relationship of which nothing is said any more from its Person. */
    public void leave(Transaction transaction, long relationship, String reference, Map<Long, Settled> settled) {
        keys.put(transaction, new LinkedHashMap<>(Map.of(relationship, Digests.NONE)));
        links.unlink(transaction, reference, settled);
    }

    /** Looked up before the carers' keys are put, so that those go to the database with all other rows. */
    private static NumberHolders holders(
            Transaction transaction, Set<Long> carers, Predicate<RelatedPerson> isOfCarer, Map<Long, Settled> settled) {
        Map<Settled, RelatedPerson> told = new LinkedHashMap<>();
        carers.forEach(pk -> {
            Settled carer = Objects.requireNonNull(settled.get(pk));
            if (carer.resource() instanceof RelatedPerson related) {
                told.put(carer, related);
            }
        });
        NumberHolders holders = new NumberHolders(
                transaction,
                told.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getValue, one -> OwnSelf.localKeys(one.getKey(), one.getValue()))));
        told.forEach((carer, related) -> OwnSelf.refuse(carer, related, holders, settled));
        if (told.values().stream().anyMatch(isOfCarer)) {
            holders.all();
        }
        return holders;
    }

    private static String reference(Map<Long, Settled> settled, long carer) {
        return "RelatedPerson/" + Objects.requireNonNull(settled.get(carer)).id();
    }

    /** Who may be one with each carer, as far as the carer is still told of. */
    private Map<Long, List<Long>> candidates(
            Transaction transaction, Set<Long> carers, LocalDate today, Map<Long, Settled> settled) {
        if (carers.isEmpty()) {
            return Map.of();
        }
        SequencedMap<Long, Digests> digests = new LinkedHashMap<>();
        carers.forEach(pk -> digests.put(
                pk,
                Objects.requireNonNull(settled.get(pk)).resource() instanceof RelatedPerson told
                        ? keys.of(Description.of(told, today))
                        : Digests.NONE));
        return keys.put(transaction, digests);
    }

    private List<Likeness> likenesses(
            Transaction transaction,
            String carer,
            Map<String, SamePerson.Same> same,
            Map<String, SamePerson.Verdict> unsure,
            Apart.From apart,
            Map<Long, Settled> settled) {
        PersonLinks.Outcome outcome = links.join(transaction, carer, same, settled);
        List<Likeness> alike = new ArrayList<>();
        same.forEach((other, one) -> {
            if (outcome == PersonLinks.Outcome.MADE) {
                alike.add(new Likeness(carer, other, one.why(), false, Optional.of(Over.LINKED)));
            } else if (outcome == PersonLinks.Outcome.HELD_BACK) {
                unsure.put(other, new SamePerson.Verdict(Decision.REVIEW, one, false));
            }
        });
        if (!unsure.isEmpty()) {
            unsure.keySet().removeAll(apart.others(carer));
        }
        unsure.entrySet().stream()
                .map(other -> new Likeness(
                        carer,
                        other.getKey(),
                        other.getValue().same().why(),
                        other.getValue().ofOne(),
                        Optional.empty()))
                .sorted(Comparator.comparing(one -> -one.why().total().orElse(0)))
                .limit(MOST_LOOKED_AT)
                .forEach(alike::add);
        return alike;
    }

    /** A relationship as it is told of. */
    private record Related(String reference, RelatedPerson told) {}

    /** The relationships as they are settled here, or else as they are held, by their keys. */
    private Map<Long, Related> related(
            Transaction transaction, Collection<List<Long>> candidates, Map<Long, Settled> settled) {
        Map<Long, Related> related = new HashMap<>();
        Set<Long> held = new TreeSet<>();
        for (long pk : candidates.stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet())) {
            Settled here = settled.get(pk);
            if (here == null) {
                held.add(pk);
            } else if (here.resource() instanceof RelatedPerson told) {
                related.put(pk, new Related("RelatedPerson/" + here.id(), told));
            }
        }
        for (List<Long> some : Sql.parts(held)) {
            Records.current(transaction, Sql.in("r.pk", some).then(" and not r.deleted"))
                    .forEach(version -> related.put(
                            version.pk(), new Related(version.reference(), (RelatedPerson) resources.of(version))));
        }
        return related;
    }
}
