package org.carerrecord.gateway.pathway;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Referral;
import org.carerrecord.fhirserver.Referring;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.Claim;
import org.carerrecord.gateway.contributions.FollowedTasks;
import org.carerrecord.gateway.identity.PersonLinks;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.springframework.stereotype.Component;

/**
 * Referrals of carers: a request and its Task, seen by the referrer and the recipient; while it is accepted the recipient
 * stands in a relationship with the carer (carer-model.md, agreement 1; ADR 36).
 */
@Component
class Referrals implements Referring, FollowedTasks {

    private final Resources resources;
    private final Ids ids;
    private final PersonLinks links;

    Referrals(Resources resources, Ids ids, PersonLinks links) {
        this.resources = resources;
        this.ids = ids;
        this.links = links;
    }

    @Override
    public List<Settled> ofKnown(
            Transaction transaction, Caller caller, Referral asked, Held carer, RelatedPerson told) {
        if (!Claim.isOfCarer(told)) {
            throw new Fault(FaultKind.INVALID, "RelatedPerson.relationship", "it is not that of a carer");
        }
        Partner recipient = recipient(transaction, caller, asked, told);
        Locks.keys(transaction, Set.of(turn(carer.reference(), recipient.ods())));
        List<Held> linked = linked(transaction, carer);
        Optional<KeptReferral> open = KeptReferral.about(transaction, resources, linked).stream()
                .filter(one -> one.carer().equals(Optional.of(carer.reference()))
                        && one.task().isOpen()
                        && one.task().referrer().equals(caller.partner().ods())
                        && one.task().recipient().equals(recipient.ods()))
                .findFirst();
        if (open.isPresent()) {
            if (!ReferralMade.asks(open.get().request(), open.get().task().task(), asked)) {
                throw new Fault(
                        FaultKind.DUPLICATE,
                        "Patient.referral",
                        "a referral of this carer to that organisation is open and says otherwise: add a note to its"
                                + " Task, or cancel it first");
            }
            return List.of(
                    kept(open.get().requestHeld(), open.get().request(), open.get()),
                    kept(open.get().held(), open.get().task().task(), open.get()));
        }
        ReferralMade made = new ReferralMade(caller.partner(), recipient, asked, transaction.now());
        Visibility visibility = new Visibility(caller, transaction.now());
        Optional<String> subject =
                own(linked).filter(one -> visibility.sees(transaction, one)).map(Held::reference);
        return stored(
                made, made.request(told, carer.reference(), subject), subject.or(() -> Optional.of(carer.reference())));
    }

    @Override
    public List<Settled> ofTold(
            Transaction transaction, Caller caller, Referral asked, RelatedPerson carer, Patient caredFor) {
        Partner recipient = recipient(transaction, caller, asked, carer);
        ReferralMade made = new ReferralMade(caller.partner(), recipient, asked, transaction.now());
        return stored(made, made.request(carer, caredFor), Optional.empty());
    }

    /** Whether there is such a partner, and what it takes, is in the agreement; of the record nothing is asked. */
    private static Partner recipient(Transaction transaction, Caller caller, Referral asked, RelatedPerson carer) {
        boolean isYoung = Claim.isYoung(carer, StatedTime.day(transaction.now()));
        return caller.agreement()
                .recipient(asked.recipient(), StatedTime.day(transaction.now()), isYoung)
                .filter(one -> !one.equals(caller.partner()))
                .orElseThrow(() -> new Fault(
                        FaultKind.INVALID,
                        "recipient",
                        "no other partner of that code takes referrals of such a carer"));
    }

    private List<Settled> stored(ReferralMade made, ServiceRequest request, Optional<String> about) {
        Settled first = Settled.ours(ids, "ServiceRequest", Optional.empty(), request, Set.of(), made.parties());
        Task task = made.task("ServiceRequest/" + first.id(), about);
        return List.of(first, Settled.ours(ids, "Task", Optional.empty(), task, Set.of(), made.parties()));
    }

    private Settled kept(Held held, Resource resource, KeptReferral kept) {
        return Settled.ours(ids, held.type(), Optional.of(held), resource, Set.of(), kept.parties());
    }

    /** One at a time refers a carer to a recipient. */
    private static UUID turn(String carer, String recipient) {
        return Hash.key("referral of " + carer + " to " + recipient);
    }

    @Override
    public boolean areOfCarers(Transaction transaction, long patient) {
        return KnownByReferral.areCarersOf(transaction, patient)
                || !KeptReferral.about(
                                transaction,
                                resources,
                                Records.held(
                                        transaction, Sql.of("r.patient = ? and r.type = 'RelatedPerson'", patient)))
                        .isEmpty();
    }

    @Override
    public boolean isFor(Transaction transaction, Proposal proposal) {
        return proposal.held()
                .filter(Held::live)
                .filter(held -> held.type().equals("Task") || held.type().equals("ServiceRequest"))
                .filter(held -> ReferralMade.isOne(resources.of(Records.current(transaction, held))))
                .isPresent();
    }

    /** For who is neither the referrer nor the recipient there is no such thing, by whatever road they come. */
    @Override
    public void follow(Transaction transaction, Caller caller, Proposal proposal, Map<Long, Settled> settled) {
        Held held = proposal.held().orElseThrow();
        if (!Records.isSource(transaction, held.pk(), caller.partner().ods())) {
            throw new Fault(FaultKind.NOT_FOUND, proposal.change().place(), "there is no such " + held.type());
        }
        if (!held.type().equals("Task") || !(proposal.change().resource() instanceof Task said)) {
            throw new Fault(
                    FaultKind.NOT_ALLOWED,
                    proposal.change().place(),
                    "a referral is changed by the status of its Task");
        }
        KeptReferral before = KeptReferral.of(transaction, resources, held).orElseThrow();
        ReferralTask after = before.task().answered(caller.partner().ods(), said, transaction.now());
        before.request().setStatus(after.requested());
        settled.put(held.pk(), kept(held, after.task(), before));
        settled.put(before.requestHeld().pk(), kept(before.requestHeld(), before.request(), before));
        if (after.isTaken() || before.task().isTaken()) {
            String recipient = before.task().recipient();
            KnownByReferral known = new KnownByReferral(transaction, held.pk(), recipient);
            Set<Long> people = before.carer()
                    .map(carer -> people(
                            transaction,
                            carer,
                            one -> !after.isTaken() || mayKnow(transaction, caller, recipient, one)))
                    .orElse(Set.of());
            if (after.isTaken()) {
                known.give(people);
            } else {
                known.takeBack(people);
            }
        }
    }

    /** Whom a recipient is to know: the carer, and the carer's own Patient. */
    private Set<Long> people(Transaction transaction, String reference, Predicate<Held> mayKnow) {
        ReferenceText carer = ReferenceText.local(reference).orElseThrow();
        Optional<Held> held =
                Records.held(transaction, carer.type(), carer.id()).filter(mayKnow);
        Set<Long> people = new HashSet<>();
        held.ifPresent(one -> {
            people.add(one.pk());
            own(linked(transaction, one)).ifPresent(own -> people.add(own.pk()));
        });
        return people;
    }

    /** Of young carers, whom the agreement lets take referrals of them. */
    private static boolean mayKnow(Transaction transaction, Caller caller, String recipient, Held carer) {
        return !carer.young()
                || caller.agreement()
                        .recipient(recipient, StatedTime.day(transaction.now()), true)
                        .isPresent();
    }

    /** The relationships and the own Patient of the human being behind a relationship, it among them (ADR 34). */
    private List<Held> linked(Transaction transaction, Held carer) {
        return links.linked(transaction, carer.reference()).stream()
                .flatMap(reference -> ReferenceText.local(reference).stream())
                .flatMap(text -> Records.held(transaction, text.type(), text.id()).stream())
                .toList();
    }

    private static Optional<Held> own(List<Held> linked) {
        return linked.stream()
                .filter(one -> one.live() && PersonLinks.isPatient(one.reference()))
                .findFirst();
    }
}
