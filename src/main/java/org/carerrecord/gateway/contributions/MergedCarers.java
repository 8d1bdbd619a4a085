package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Apart;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.CarerKeys;
import org.springframework.stereotype.Component;

/**
 * Carers whose keys their sender merged: what was told of their caring under the one is told under the other, and back when the
 * merge is taken back. The statements come anew from all that was told, and nobody else's words change.
 */
@Component
public class MergedCarers {

    private static final String RELATED = "RelatedPerson";

    private final Contributions contributions;
    private final Tellings tellings;
    private final FollowedTasks tasks;

    MergedCarers(Contributions contributions, Tellings tellings, FollowedTasks tasks) {
        this.contributions = contributions;
        this.tellings = tellings;
        this.tasks = tasks;
    }

    /** That a message told of people under a key that was merged. */
    public void told(Transaction transaction, String partner, UUID former, Set<Long> patients) {
        new MergedKeys(transaction, partner).told(former, patients);
    }

    /**
     * Merges a key of a carer's.
     *
     * @param system of the sender's numbers
     * @return the changes that make the record follow, one after another; empty where people or a label stand against it
     */
    public Optional<List<Change>> merge(
            Transaction transaction, String partner, String system, CarerKeys keys, Stamp at) {
        MergedKeys merged = new MergedKeys(transaction, partner);
        String now = merged.now(keys.now());
        boolean isMerged = merged.now(keys.former()).equals(now);
        // What a message told under the key while it was merged follows when the merge is said again.
        String former = isMerged ? keys.former() : merged.now(keys.former());
        if (former.equals(now)) {
            return Optional.of(List.of());
        }
        Set<Long> patients = locked(transaction, merged.caredFor(system, former));
        List<Two> all = patients.stream()
                .map(patient -> two(transaction, partner, patient, former, now))
                .toList();
        if (all.stream().anyMatch(two -> stayTwo(transaction, two))) {
            return Optional.empty();
        }
        if (!isMerged) {
            merged.keep(former, now);
        }
        merged.told(Identities.statementKey(former), patients);
        List<Change> changes = new ArrayList<>();
        for (Two two : all) {
            tellings.rekey(transaction, partner, two.patient(), two.former(), two.now());
            changes.addAll(joined(transaction, partner, two, at));
        }
        return Optional.of(changes);
    }

    /**
     * What takes the merge of a key back.
     *
     * @param gone the relationships of which nothing is told under the key that went on
     * @param changes those that make the record follow, one after another
     */
    public record Parted(Set<Long> gone, List<Change> changes) {}

    /** Takes the merge of a key back, where it is the last one on its way. */
    public Parted unlink(Transaction transaction, String partner, CarerKeys keys, Stamp at) {
        MergedKeys merged = new MergedKeys(transaction, partner);
        boolean isLast = merged.next(keys.former()).filter(keys.now()::equals).isPresent()
                && merged.next(keys.now()).isEmpty();
        if (!isLast) {
            return new Parted(Set.of(), List.of());
        }
        Set<UUID> formers = merged.all(keys.former());
        Set<Long> patients = locked(transaction, merged.patients(formers));
        merged.forget(keys.former());
        Set<Long> gone = new HashSet<>();
        List<Change> changes = new ArrayList<>();
        for (long patient : patients) {
            Two two = two(transaction, partner, patient, keys.former(), keys.now());
            tellings.rekeyBack(transaction, partner, patient, formers, two.former(), two.now());
            Optional<Telling> own = last(transaction, partner, patient, two.now());
            if (own.isEmpty()) {
                gone.addAll(two.resources());
            }
            changes.addAll(parted(transaction, partner, two, own, at));
        }
        return new Parted(gone, changes);
    }

    /** Nobody writes of who is related to them meanwhile. */
    private static Set<Long> locked(Transaction transaction, Set<Long> patients) {
        if (!patients.isEmpty()) {
            Locks.resources(
                    transaction,
                    Records.held(transaction, Sql.in("r.pk", patients)).stream()
                            .map(patient -> Hash.key(patient.reference()))
                            .collect(Collectors.toUnmodifiableSet()));
        }
        return new TreeSet<>(patients);
    }

    /**
     * What a partner states of a person under two keys.
     *
     * @param ofFormer the relationships under the former key
     * @param ofNow those under the key that goes on
     */
    private record Two(long patient, UUID former, UUID now, List<Contribution> ofFormer, List<Contribution> ofNow) {

        private Set<Long> resources() {
            return Stream.concat(ofFormer.stream(), ofNow.stream())
                    .map(one -> one.about().resource())
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private Two two(Transaction transaction, String partner, long patient, String former, String now) {
        UUID one = Identities.statementKey(former);
        UUID other = Identities.statementKey(now);
        List<Contribution> said = contributions.about(transaction, patient).stream()
                .filter(told -> told.isOf(partner) && told.about().type().equals(RELATED) && told.message() != null)
                .toList();
        return new Two(patient, one, other, under(said, one), under(said, other));
    }

    private static List<Contribution> under(List<Contribution> said, UUID key) {
        return said.stream().filter(one -> one.about().key().equals(key)).toList();
    }

    /** Whom people told apart or referred somebody to, and who is restricted (carer-model.md, identity 3). */
    private boolean stayTwo(Transaction transaction, Two two) {
        return two.resources().size() > 1
                && (Apart.isAmong(transaction, two.resources())
                        || tasks.areOfCarers(transaction, two.patient())
                        || contributions.of(transaction, two.resources()).stream()
                                .anyMatch(one -> Label.of(one.said()) != Label.NONE));
    }

    /** The former key's relationship is the other one's from now on, or joins it. */
    private List<Change> joined(Transaction transaction, String partner, Two two, Stamp at) {
        Optional<Telling> words = last(transaction, partner, two.patient(), two.now());
        if (words.isEmpty() || two.ofFormer().isEmpty()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        long home = Stream.concat(two.ofNow().stream(), two.ofFormer().stream())
                .findFirst()
                .orElseThrow()
                .about()
                .resource();
        Change said = Retold.said(new Change.Aim.Known(home), words.get());
        List<Change> gone = two.ofFormer().stream()
                .map(one -> Retold.gone(RELATED, two.former(), one.about().resource(), at))
                .toList();
        // A number is one relationship's: what is left gives it up before the other has it.
        boolean staysThere = two.ofFormer().stream().anyMatch(one -> one.about().resource() == home);
        if (staysThere) {
            changes.add(said);
        }
        changes.addAll(gone);
        if (!staysThere) {
            changes.add(said);
        }
        return changes;
    }

    /** Each key has its own words again; the relationship stays with who goes on, if they say of it themselves. */
    private List<Change> parted(Transaction transaction, String partner, Two two, Optional<Telling> own, Stamp at) {
        Optional<Telling> words = last(transaction, partner, two.patient(), two.former());
        if (words.isEmpty() || two.ofNow().isEmpty()) {
            return List.of();
        }
        long there = two.ofNow().getFirst().about().resource();
        Change.Aim home = own.isPresent() ? new Change.Aim.New() : new Change.Aim.Known(there);
        Change said = Retold.said(home, words.get());
        return own.map(still -> List.of(Retold.said(new Change.Aim.Known(there), still), said))
                .orElseGet(() -> List.of(said, Retold.gone(RELATED, two.now(), there, at)));
    }

    private Optional<Telling> last(Transaction transaction, String partner, long patient, UUID key) {
        return tellings.of(transaction, partner, patient).stream()
                .filter(one -> one.type().equals(RELATED) && one.said() != null && key.equals(one.key()))
                .max(Comparator.comparing(Telling::stamp));
    }
}
