package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.OwnPatients;
import org.carerrecord.gateway.identity.PersonLinks;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * What a carer's own record learns of their caring: the link to their own Patient, and the Flag there that says that they are
 * a carer, without for whom (carer-model.md, "What makes a carer" 1 and 4).
 *
 * <p>The Flag is shared with nobody; those alone see it whom the agreement lets see the carer's own record. Where a partner
 * says so itself, its Flag stands, and the gateway says nothing beside it.
 */
@Component
final class OwnRecords {

    private final OwnPatients patients;
    private final PersonLinks links;
    private final CarerDeaths deaths;
    private final Ids ids;

    OwnRecords(OwnPatients patients, PersonLinks links, CarerDeaths deaths, Ids ids) {
        this.patients = patients;
        this.links = links;
        this.deaths = deaths;
        this.ids = ids;
    }

    /**
     * What is known of an exchange.
     *
     * @param before what was said of what is proposed
     * @param now what is said instead or besides
     * @param said all that is said of what is proposed
     * @param ended what of it ended with the death of the carer
     * @param settled what is stored, by the resources' keys; what follows is added
     */
    record Round(
            Transaction transaction,
            List<Proposal> proposals,
            List<Contribution> before,
            List<Contribution> now,
            List<Contribution> said,
            Set<Long> ended,
            Patients people,
            Map<Long, Settled> settled) {

        private Set<Long> anew() {
            Set<Long> anew = new HashSet<>(Contribution.toldAnew("Patient", before, now));
            anew.addAll(Contribution.toldAnew("RelatedPerson", before, now));
            anew.addAll(ended);
            return anew;
        }
    }

    /** Adds to what is settled what follows from it. */
    void follow(Round round) {
        Transaction transaction = round.transaction();
        Map<Long, Settled> settled = round.settled();
        Set<String> touched = touched(round);
        List<PersonLinks.Known> known = links.known(transaction, touched, settled);
        if (known.isEmpty() && round.ended().isEmpty()) {
            return;
        }
        patients.hold(transaction, known, Claim::isOfCarer, settled);
        known.forEach(one -> {
            touched.addAll(one.patients());
            touched.addAll(one.before());
        });
        // Two who care no more, or die, at one time are seen by one of the two writes.
        Locks.resources(
                transaction,
                touched.stream().filter(PersonLinks::isPatient).map(Hash::key).collect(Collectors.toUnmodifiableSet()));
        Map<String, Set<String>> caring = new TreeMap<>();
        Map<String, Set<String>> own = new TreeMap<>();
        touched.forEach(one -> (PersonLinks.isPatient(one) ? caring : own).put(one, Set.of()));
        links.known(transaction, touched, settled).forEach(one -> {
            one.before().stream()
                    .filter(before -> !PersonLinks.isPatient(before))
                    .forEach(relationship -> own.putIfAbsent(relationship, Set.of()));
            one.patients().forEach(patient -> caring.put(patient, one.relationships()));
            one.relationships().forEach(relationship -> own.put(relationship, one.patients()));
        });
        Set<String> all = new HashSet<>(caring.keySet());
        all.addAll(own.keySet());
        Map<String, Resource> current = patients.current(transaction, all, settled);
        Map<String, Resource> now =
                deaths.follow(round, own, current) ? patients.current(transaction, all, settled) : current;
        caring.forEach((patient, relationships) -> flag(transaction, patient, relationships, now, settled));
    }

    /** Links the Patients who are told of; whoever is told of otherwise than before. */
    private Set<String> touched(Round round) {
        Map<Long, Settled> settled = round.settled();
        Set<Long> anew = round.anew();
        Set<String> touched = new HashSet<>();
        Set<Long> proposed = new HashSet<>();
        for (Proposal proposal : round.proposals()) {
            Settled its = settled.get(proposal.pk());
            proposed.add(proposal.pk());
            if (its == null) {
                continue;
            }
            boolean isKnown = proposal.held().isPresent() && anew.contains(proposal.pk());
            if (its.type().equals("Patient") && (isKnown || proposal.place().isPresent())) {
                patients.follow(round.transaction(), its, proposal.place(), Claim::isOfCarer, settled);
            }
            if (isKnown) {
                touched.add(its.type() + "/" + its.id());
            }
        }
        Stream.concat(round.before().stream(), round.now().stream())
                .flatMap(one -> isCarer(one.said()).stream())
                .forEach(touched::add);
        settled.values().stream()
                .filter(one -> one.type().equals("RelatedPerson") && !proposed.contains(one.pk()))
                .forEach(one -> touched.add("RelatedPerson/" + one.id()));
        return touched;
    }

    /** Of whom somebody says that they are a carer. */
    private static Optional<String> isCarer(Resource said) {
        return said instanceof Flag flag
                        && FlagMeaning.of(flag)
                                .filter(FlagMeaning.IS_CARER::equals)
                                .isPresent()
                ? Optional.ofNullable(flag.getSubject().getReference())
                : Optional.empty();
    }

    private void flag(
            Transaction transaction,
            String patient,
            Set<String> relationships,
            Map<String, Resource> current,
            Map<Long, Settled> settled) {
        UUID said = Identities.flagKey(patient, FlagMeaning.IS_CARER);
        UUID key = Identities.flagKey(patient, FlagMeaning.WORKED_OUT);
        Map<UUID, Held> flags = Records.byKeys(transaction, Set.of(said, key));
        Optional<Held> held = Optional.ofNullable(flags.get(key));
        boolean isSaid = settled.values().stream()
                .filter(one -> one.keys().contains(said))
                .findFirst()
                .map(one -> one.resource() != null)
                .orElseGet(() -> Optional.ofNullable(flags.get(said))
                        .filter(Held::live)
                        .filter(one -> !isTakenBack(one, settled))
                        .isPresent());
        boolean cares = cares(StatedTime.day(transaction.now()), patient, relationships, current);
        boolean wasSaid = held.filter(Held::live).isPresent();
        if (wasSaid || (cares && !isSaid)) {
            Settled one = Settled.ours(ids, "Flag", held, isSaid ? null : flag(patient, cares), Set.of(key), Set.of());
            settled.put(one.pk(), one);
        }
    }

    private static boolean isTakenBack(Held flag, Map<Long, Settled> settled) {
        Settled now = settled.get(flag.pk());
        return now != null && now.resource() == null;
    }

    /** Whether somebody who may be called a carer cares: no child, nobody restricted, nobody who died. */
    private static boolean cares(
            LocalDate today, String patient, Set<String> relationships, Map<String, Resource> current) {
        return current.get(patient) instanceof Patient own
                && Label.of(own) == Label.NONE
                && !Endings.isDead(own)
                && !Claim.isMinor(own, today)
                && relationships.stream()
                        .anyMatch(one -> current.get(one) instanceof RelatedPerson carer
                                && Label.of(carer) == Label.NONE
                                && Claim.cares(carer, today));
    }

    private static Flag flag(String patient, boolean cares) {
        Flag flag = Resources.serverMade(new Flag());
        flag.getCode().addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, FlagMeaning.IS_CARER, "Is a carer"));
        flag.setSubject(new Reference(patient));
        return flag.setStatus(cares ? FlagStatus.ACTIVE : FlagStatus.INACTIVE);
    }
}
