package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.PersonLinks;
import org.carerrecord.mapping.CarerKeys;
import org.springframework.stereotype.Component;

/** The Person behind the relationships of a carer whose keys their sender merged: a link with an authority. */
@Component
public class MergedPersons {

    private final Contributions contributions;
    private final PersonLinks links;

    MergedPersons(Contributions contributions, PersonLinks links) {
        this.contributions = contributions;
        this.links = links;
    }

    /**
     * Links all relationships of a carer whose keys are merged; who is restricted is linked to nobody.
     *
     * @param system of the sender's numbers
     * @return what is settled by it; empty where other Persons or what people told apart are in the way
     */
    public Optional<List<Settled>> link(Transaction transaction, String partner, String system, CarerKeys keys) {
        MergedKeys merged = new MergedKeys(transaction, partner);
        String now = merged.now(keys.now());
        if (!merged.now(keys.former()).equals(now)) {
            return Optional.of(List.of());
        }
        Set<String> relationships = references(transaction, relationships(transaction, partner, system, now));
        Map<Long, Settled> settled = new LinkedHashMap<>();
        return links.merge(transaction, List.copyOf(relationships), settled)
                ? Optional.of(List.copyOf(settled.values()))
                : Optional.empty();
    }

    /**
     * Takes relationships out of the Persons in which they are with others of a carer who is not theirs any more.
     *
     * @param gone the relationships
     * @param key of that carer
     */
    public List<Settled> part(Transaction transaction, String partner, String system, Set<Long> gone, String key) {
        Set<Long> others = relationships(transaction, partner, system, key);
        others.removeAll(gone);
        Set<String> stay = references(transaction, others);
        Map<Long, Settled> settled = new LinkedHashMap<>();
        for (String one : references(transaction, gone)) {
            Set<String> linked = new HashSet<>(links.linked(transaction, one));
            linked.retainAll(stay);
            if (!linked.isEmpty()) {
                links.unlink(transaction, one, settled);
            }
        }
        return List.copyOf(settled.values());
    }

    /** The relationships that a partner tells of under a key. */
    private Set<Long> relationships(Transaction transaction, String partner, String system, String key) {
        UUID digest = Identities.statementKey(key);
        List<Contribution> said = new ArrayList<>();
        new MergedKeys(transaction, partner)
                .caredFor(system, key)
                .forEach(patient -> said.addAll(contributions.about(transaction, patient)));
        return said.stream()
                .filter(one -> one.isOf(partner)
                        && one.active()
                        && one.about().key().equals(digest)
                        && Label.of(one.said()) == Label.NONE)
                .map(one -> one.about().resource())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Locked, so that nobody links them otherwise meanwhile. */
    private static Set<String> references(Transaction transaction, Collection<Long> relationships) {
        if (relationships.isEmpty()) {
            return Set.of();
        }
        Set<String> references = Records.held(transaction, Sql.in("r.pk", relationships)).stream()
                .filter(held -> held.live() && !held.restricted())
                .map(Held::reference)
                .collect(Collectors.toCollection(TreeSet::new));
        Locks.resources(transaction, references.stream().map(Hash::key).collect(Collectors.toUnmodifiableSet()));
        return references;
    }
}
