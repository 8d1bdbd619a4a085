package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/** What a write locks, so that two that tell of one person at one time meet. */
final class WriteLocks {

    private WriteLocks() {}

    /** What the changes aim at and what identifies their resources, before anything that is settled is read. */
    static Set<UUID> keys(Transaction transaction, WriteRule rule, Caller caller, List<Change> changes) {
        Set<UUID> locks = new HashSet<>();
        for (Change change : changes) {
            switch (change.aim()) {
                case Change.Aim.Matching(String query) -> locks.add(condition(change, query));
                case Change.Aim.NewUnless(String query) -> locks.add(condition(change, query));
                case Change.Aim.ById byId -> {}
                case Change.Aim.Known known -> {}
                case Change.Aim.New() -> {}
            }
            if (change.resource() != null) {
                locks.addAll(rule.keys(caller, change));
                locks.addAll(rule.locks(transaction, change));
            }
        }
        return locks;
    }

    private static UUID condition(Change change, String query) {
        return Hash.key(change.type() + "?" + Conditions.normal(change, query));
    }

    /**
     * The resources that are held, and the people whom the changes are about. Nobody else knows of a new one yet, or meets the
     * index of ids and runs again.
     */
    static Set<UUID> resources(Transaction transaction, Collection<Proposal> proposals) {
        Set<String> made = proposals.stream()
                .filter(proposal -> proposal.held().isEmpty())
                .map(proposal -> proposal.change().type() + "/" + proposal.id())
                .collect(Collectors.toUnmodifiableSet());
        Set<String> touched = new HashSet<>();
        for (Proposal proposal : proposals) {
            proposal.held().map(Held::reference).ifPresent(touched::add);
            proposal.references().stream()
                    .flatMap(reference -> Optional.ofNullable(reference.getReference()).stream())
                    .filter(text -> text.startsWith("Patient/"))
                    .map(ReferenceText::unversioned)
                    .forEach(touched::add);
            if (proposal.change().resource() == null) {
                proposal.held().map(Held::patient).stream()
                        .flatMap(patient -> Records.held(transaction, Sql.of("r.pk = ?", patient)).stream())
                        .forEach(patient -> touched.add(patient.reference()));
            }
        }
        touched.removeAll(made);
        return touched.stream().map(Hash::key).collect(Collectors.toUnmodifiableSet());
    }
}
