package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Hash;
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
     * @param linked whether they were linked now, or one is restricted, so that nobody need look any more
     */
    public record Likeness(String one, String other, Why why, boolean ofOne, boolean linked) {}

    /**
     * Adds to what is settled the Persons of carers who are told of elsewhere, too.
     *
     * @param carers keys of relationships of which something else is said than before
     * @param isOfCarer whether a relationship is one of caring
     * @return what people must look at, the likeliest first, and need not any more
     */
    public List<Likeness> follow(
            Transaction transaction, Set<Long> carers, Predicate<RelatedPerson> isOfCarer, Map<Long, Settled> settled) {
        LocalDate today = LocalDate.ofInstant(transaction.now(), StatedTime.ENGLAND);
        List<Likeness> alike = new ArrayList<>();
        for (long pk : carers) {
            Settled carer = Objects.requireNonNull(settled.get(pk));
            if (carer.resource() instanceof RelatedPerson told) {
                OwnPatients.Holders holders = new OwnPatients.Holders(transaction, told);
                OwnSelf.refuse(carer, told, holders, settled);
                List<Long> candidates = keys.put(transaction, pk, keys.of(Description.of(told, today)));
                Map<String, SamePerson.Same> same = new TreeMap<>();
                Map<String, SamePerson.Verdict> unsure = new TreeMap<>();
                related(transaction, candidates, settled).forEach((reference, other) -> {
                    SamePerson.Verdict verdict = samePerson.compare(told, other, today);
                    switch (verdict.decision()) {
                        case LINK -> same.put(reference, verdict.same());
                        case REVIEW -> unsure.put(reference, verdict);
                        case NEW -> {
                            if (Label.of(told) != Label.NONE) {
                                alike.add(new Likeness(
                                        "RelatedPerson/" + carer.id(),
                                        reference,
                                        verdict.same().why(),
                                        verdict.ofOne(),
                                        true));
                            }
                        }
                    }
                });
                alike.addAll(likenesses(transaction, "RelatedPerson/" + carer.id(), same, unsure, settled));
                if (carer.shared() && isOfCarer.test(told)) {
                    own.follow(transaction, "RelatedPerson/" + carer.id(), told, holders, settled);
                }
            } else {
                keys.put(transaction, pk, LinkKeys.Digests.NONE);
            }
        }
        return alike;
    }

    private List<Likeness> likenesses(
            Transaction transaction,
            String carer,
            Map<String, SamePerson.Same> same,
            Map<String, SamePerson.Verdict> unsure,
            Map<Long, Settled> settled) {
        PersonLinks.Outcome outcome = links.join(transaction, carer, same, settled);
        List<Likeness> alike = new ArrayList<>();
        same.forEach((other, one) -> {
            if (outcome == PersonLinks.Outcome.MADE) {
                alike.add(new Likeness(carer, other, one.why(), false, true));
            } else if (outcome == PersonLinks.Outcome.HELD_BACK) {
                unsure.put(other, new SamePerson.Verdict(Decision.REVIEW, one, false));
            }
        });
        if (!unsure.isEmpty()) {
            Set<String> all = new HashSet<>(unsure.keySet());
            all.add(carer);
            unsure.keySet().removeAll(Apart.from(carer, Apart.among(transaction, all)));
        }
        unsure.entrySet().stream()
                .map(other -> new Likeness(
                        carer,
                        other.getKey(),
                        other.getValue().same().why(),
                        other.getValue().ofOne(),
                        false))
                .sorted(Comparator.comparing(one -> -one.why().total().orElse(0)))
                .limit(MOST_LOOKED_AT)
                .forEach(alike::add);
        return alike;
    }

    /** The relationships as they are settled here, or else as they are held, by their references. */
    private Map<String, RelatedPerson> related(Transaction transaction, List<Long> pks, Map<Long, Settled> settled) {
        Map<String, RelatedPerson> related = new HashMap<>();
        List<Long> held = new ArrayList<>();
        for (long pk : pks) {
            Settled here = settled.get(pk);
            if (here == null) {
                held.add(pk);
            } else if (here.resource() instanceof RelatedPerson told) {
                related.put("RelatedPerson/" + here.id(), told);
            }
        }
        if (!held.isEmpty()) {
            Records.current(transaction, Sql.in("r.pk", held).then(" and not r.deleted"))
                    .forEach(version -> related.put(version.reference(), (RelatedPerson) resources.of(version)));
        }
        return related;
    }
}
