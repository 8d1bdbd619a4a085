package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.linkage.BlockingKeys;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.springframework.stereotype.Component;

/**
 * The Person behind the relationships of one human being who cares for several people (carer-model.md, "What is held where").
 *
 * <p>It is made when there are two relationships to join, and lies in nobody's compartment: its links would tell of people
 * whom a reader may not know.
 */
@Component
public class Persons {

    /** A date of birth is no more wrong than another one where only keys are made of it. */
    private static final LocalDate ANY_DAY = LocalDate.of(9999, 12, 31);

    private final LinkKeys keys;
    private final SamePerson samePerson = new SamePerson();
    private final PersonLinks links;
    private final Resources resources;

    Persons(LinkKeys keys, PersonLinks links, Resources resources) {
        this.keys = keys;
        this.links = links;
        this.resources = resources;
    }

    /** What those who speak of one carer at one time have in common. */
    public static Set<UUID> locks(RelatedPerson carer) {
        return BlockingKeys.few(Description.of(carer, ANY_DAY)).stream()
                .map(key -> Hash.key("link " + key))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Adds to what is settled the Persons of carers who are told of elsewhere, too.
     *
     * @param carers keys of relationships of which something else is said than before
     */
    public void follow(Transaction transaction, Set<Long> carers, Map<Long, Settled> settled) {
        LocalDate today = LocalDate.ofInstant(transaction.now(), StatedTime.ENGLAND);
        for (long pk : carers) {
            Settled carer = Objects.requireNonNull(settled.get(pk));
            if (carer.resource() instanceof RelatedPerson told) {
                OwnSelf.refuse(transaction, carer, told, settled);
                List<Long> candidates = keys.put(transaction, pk, keys.of(Description.of(told, today)));
                Map<String, SamePerson.Same> same = new TreeMap<>();
                related(transaction, candidates, settled).forEach((reference, other) -> {
                    if (!isOfSamePatient(told, other)) {
                        samePerson.compare(told, other, today).ifPresent(one -> same.put(reference, one));
                    }
                });
                links.join(transaction, "RelatedPerson/" + carer.id(), same, settled);
            } else {
                keys.put(transaction, pk, LinkKeys.Digests.NONE);
            }
        }
    }

    private static boolean isOfSamePatient(RelatedPerson one, RelatedPerson other) {
        return Objects.equals(
                one.getPatient().getReference(), other.getPatient().getReference());
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
