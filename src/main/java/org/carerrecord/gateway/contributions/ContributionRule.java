package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.WriteRule;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.Persons;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Contributions in, one record out: what a partner says is kept as its own, and the shared resource is computed from the
 * active contributions (carer-model.md, "Contributions in, one record out").
 */
@Component
public class ContributionRule implements WriteRule {

    private static final String FHIR_WRITE = "fhir";

    private final Contributions contributions;
    private final CarersOfOne carers;
    private final CarerFlags flags;
    private final Persons persons;
    private final Ties ties;
    private final Sharing sharing;
    private final Resources resources;

    ContributionRule(
            Agreement agreement,
            Contributions contributions,
            CarersOfOne carers,
            CarerFlags flags,
            Persons persons,
            Resources resources) {
        this.sharing = new Sharing(agreement);
        this.contributions = contributions;
        this.carers = carers;
        this.flags = flags;
        this.persons = persons;
        this.ties = new Ties(agreement);
        this.resources = resources;
    }

    @Override
    public SequencedSet<UUID> keys(Caller caller, Change change) {
        if (change.resource() instanceof Patient patient && !caller.partner().asItIs()) {
            OneNumber.check(change, patient);
        }
        return Identities.keys(caller, change);
    }

    @Override
    public Set<UUID> locks(Change change) {
        return change.resource() instanceof RelatedPerson related ? Persons.locks(related) : Set.of();
    }

    @Override
    public Optional<Held> recognise(Transaction transaction, Caller caller, Change change) {
        return change.resource() instanceof RelatedPerson related
                ? carers.known(transaction, caller, related)
                : Optional.empty();
    }

    @Override
    public List<Settled> settle(Transaction transaction, Caller caller, Version.SaidBy said, List<Proposal> proposals) {
        List<Contribution> held = contributions.of(
                transaction,
                proposals.stream()
                        .filter(p -> p.held().isPresent())
                        .map(Proposal::pk)
                        .toList());
        Map<String, Long> patients = new HashMap<>();
        proposals.stream()
                .filter(proposal -> proposal.change().type().equals("Patient"))
                .forEach(proposal -> patients.put("Patient/" + proposal.id(), proposal.pk()));
        List<Contribution> saved = new ArrayList<>();
        Map<Long, Settled> settled = new LinkedHashMap<>();
        Set<Long> caredFor = new LinkedHashSet<>();
        for (Proposal proposal : proposals) {
            List<Contribution> before =
                    held.stream().filter(one -> one.resource() == proposal.pk()).toList();
            Long patient = patient(transaction, proposal, patients);
            List<Contribution> changed = changed(transaction, caller, said.message(), proposal, before, patient);
            List<Contribution> now = Contribution.replaced(before, changed);
            saved.addAll(changed);
            boolean spoken = changed.stream().anyMatch(Contribution::active);
            settled.put(proposal.pk(), settled(transaction, caller, proposal, now, spoken));
            if (proposal.change().type().equals("RelatedPerson")) {
                now.stream().map(Contribution::patient).filter(p -> p != null).forEach(caredFor::add);
            }
        }
        flags.follow(transaction, caredFor, saved, settled);
        persons.follow(transaction, Contribution.toldAnew(held, saved), settled);
        contributions.save(transaction, saved, held);
        return List.copyOf(settled.values());
    }

    /** What the proposal makes of its partner's contributions to the resource: the new one and the withdrawn. */
    private static List<Contribution> changed(
            Transaction transaction,
            Caller caller,
            @Nullable String message,
            Proposal proposal,
            List<Contribution> before,
            @Nullable Long patient) {
        Change change = proposal.change();
        Partner partner = caller.partner();
        List<Contribution> own = before.stream()
                .filter(one -> one.partner().equals(partner.ods()))
                .toList();
        Instant saidAt = change.statement().map(Change.Statement::saidAt).orElseGet(() -> last(own, transaction.now()));
        if (change.resource() == null) {
            return Contribution.withdrawn(
                    own.stream().filter(one -> !one.saidAt().isAfter(saidAt)).toList(), saidAt, message);
        }
        UUID key = Identities.statementKey(
                change.statement().map(Change.Statement::key).orElse(FHIR_WRITE));
        Optional<Contribution> mine =
                own.stream().filter(one -> one.key().equals(key)).findFirst();
        if (mine.isPresent() && mine.get().saidAt().isAfter(saidAt)) {
            return List.of();
        }
        Resource words = Words.of(change, mine, partner);
        OneNumber.check(change, mine, words);
        Contribution next = new Contribution(
                proposal.pk(),
                partner.ods(),
                key,
                patient,
                change.type(),
                words,
                saidAt,
                message,
                Claim.of(words, partner, today(transaction)) == Claim.CONFIRMED,
                true);
        if (change.statement().isPresent()) {
            return List.of(next);
        }
        // What a partner writes by FHIR stands in place of what its messages said of the same resource.
        List<Contribution> others =
                own.stream().filter(one -> !one.isSameStatement(next)).toList();
        return Contribution.replaced(Contribution.withdrawn(others, saidAt, message), List.of(next));
    }

    /** A FHIR write is said when it is committed, after all that its partner said before (carer-model.md, contributions 3). */
    private static Instant last(List<Contribution> own, Instant now) {
        return Stream.concat(own.stream().map(Contribution::saidAt), Stream.of(now))
                .max(Comparator.naturalOrder())
                .orElse(now);
    }

    /** The patient whom the change speaks of; null for a withdrawal and for what names none. */
    private @Nullable Long patient(Transaction transaction, Proposal proposal, Map<String, Long> patients) {
        Resource words = proposal.change().resource();
        if (words == null) {
            return null;
        }
        if (words instanceof Patient) {
            return proposal.pk();
        }
        return Resources.person(words)
                .filter(text -> text.startsWith("Patient/"))
                .map(text -> patients.computeIfAbsent(text, missing -> pk(transaction, missing)))
                .orElse(null);
    }

    private static @Nullable Long pk(Transaction transaction, String reference) {
        return ReferenceText.local(reference)
                .flatMap(patient -> Records.held(transaction, patient.type(), patient.id()))
                .map(Held::pk)
                .orElse(null);
    }

    private Settled settled(
            Transaction transaction, Caller caller, Proposal proposal, List<Contribution> all, boolean spoken) {
        List<Contribution> active = all.stream()
                .filter(Contribution::active)
                .sorted(Comparator.comparing(Contribution::saidAt)
                        .thenComparing(one -> Hash.key(resources.json(one.said())))
                        .reversed())
                .toList();
        Change change = proposal.change();
        LocalDate today = today(transaction);
        Optional<Resource> merged = active.isEmpty()
                ? left(transaction, caller, proposal, all)
                : Optional.of(Merge.of(sharing.told(active, today)));
        boolean shared = active.isEmpty()
                ? proposal.held().map(Held::shared).orElse(true)
                : sharing.isShared(active, merged, today);
        merged.ifPresent(resource -> OneNumber.check(change, resource));
        Set<String> sources = (active.isEmpty() ? all : active)
                .stream().map(Contribution::partner).collect(Collectors.toUnmodifiableSet());
        return new Settled(
                change.place(),
                change.type(),
                proposal.pk(),
                proposal.id(),
                proposal.held(),
                merged.orElse(null),
                spoken ? identifying(caller, change, all) : Set.of(),
                shared,
                sources,
                spoken ? ties.of(caller.partner(), merged.orElse(null)) : Set.of());
    }

    /**
     * What is left without an active contribution. A relationship that a message withdrew and nobody else states is
     * unsupported, not ended and not deleted (carer-model.md, contributions 6); what a FHIR DELETE leaves so is deleted
     * (contributions 5), and anything else that a message withdrew; who never said it withdraws nothing.
     */
    private Optional<Resource> left(Transaction transaction, Caller caller, Proposal proposal, List<Contribution> all) {
        boolean saidByCaller = all.stream()
                .anyMatch(one -> one.partner().equals(caller.partner().ods()));
        boolean byMessage = proposal.change().statement().isPresent();
        boolean staysUnsupported = byMessage && proposal.change().type().equals("RelatedPerson");
        if (proposal.held().filter(Held::live).isEmpty() || (saidByCaller && !staysUnsupported)) {
            return Optional.empty();
        }
        Resource last = Records.current(transaction, Sql.of("r.pk = ?", proposal.pk())).stream()
                .findFirst()
                .map(resources::of)
                .orElseThrow();
        if (saidByCaller && last instanceof RelatedPerson related) {
            related.setActive(false);
            Claim.setStatus(related, "unsupported");
        }
        return Optional.of(last);
    }

    /** People are known by what all who speak of them say; anything else by the change's own keys. */
    private Set<UUID> identifying(Caller caller, Change change, List<Contribution> all) {
        Set<UUID> keys = new HashSet<>();
        switch (change.type()) {
            case "Patient" ->
                all.stream()
                        .filter(Contribution::active)
                        .forEach(one -> keys.addAll(Identities.patientKeys(one.partner(), (Patient) one.said())));
            case "RelatedPerson" -> all.forEach(one -> keys.addAll(carerKeys(one)));
            default -> keys.addAll(keys(caller, change));
        }
        return keys;
    }

    /** By the carer's numbers while it is said, and by the sender's own key, under which it may be said again. */
    private static Set<UUID> carerKeys(Contribution one) {
        RelatedPerson related = (RelatedPerson) one.said();
        Set<UUID> keys = new HashSet<>(one.active() ? Identities.carerKeys(related) : Set.of());
        if (one.message() != null) {
            keys.addAll(Identities.statedKeys(one.partner(), one.type(), one.key(), related.getPatient()));
        }
        return keys;
    }

    private static LocalDate today(Transaction transaction) {
        return LocalDate.ofInstant(transaction.now(), StatedTime.ENGLAND);
    }
}
