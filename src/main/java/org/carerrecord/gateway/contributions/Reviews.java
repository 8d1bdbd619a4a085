package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.ReviewReason;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.springframework.stereotype.Component;

/**
 * Tasks by which people look into a relationship: one for each relationship and reason, seen by those who stated the
 * relationship (carer-model.md, contributions 6).
 */
@Component
final class Reviews {

    private final Contributions contributions;
    private final Ids ids;
    private final Resources resources;

    Reviews(Contributions contributions, Ids ids, Resources resources) {
        this.contributions = contributions;
        this.ids = ids;
        this.resources = resources;
    }

    /** A relationship is unsupported when its last statement is taken back, until it is stated again. */
    void follow(
            Transaction transaction,
            Settled related,
            List<Contribution> before,
            List<Contribution> now,
            Map<Long, Settled> settled) {
        boolean wasStated = before.isEmpty() || before.stream().anyMatch(Reviews::isStated);
        boolean isStated = now.stream().anyMatch(Reviews::isStated);
        if (wasStated != isStated && related.resource() instanceof RelatedPerson relationship) {
            review(
                    transaction,
                    ReviewReason.UNSUPPORTED,
                    "RelatedPerson/" + related.id(),
                    relationship.getPatient(),
                    !isStated,
                    partners(now),
                    settled);
        }
    }

    /** The same of a relationship that no death ends any more: what was said meanwhile, nobody looked into. */
    void anew(Transaction transaction, Settled related, List<Contribution> now, Map<Long, Settled> settled) {
        String reference = "RelatedPerson/" + related.id();
        boolean isStated = now.stream().anyMatch(Reviews::isStated);
        if (related.resource() instanceof RelatedPerson relationship
                && (isStated || !isAnswered(transaction, reference))) {
            review(
                    transaction,
                    ReviewReason.UNSUPPORTED,
                    reference,
                    relationship.getPatient(),
                    !isStated,
                    partners(now),
                    settled);
        }
    }

    /** Whether people looked into it already that nobody states a relationship. */
    private boolean isAnswered(Transaction transaction, String relationship) {
        return Records.byKey(transaction, key(relationship, ReviewReason.UNSUPPORTED))
                .filter(Held::live)
                .map(task -> (Task) resources.of(Records.current(transaction, task)))
                .filter(task -> task.getStatus() != TaskStatus.CANCELLED)
                .isPresent();
    }

    private static UUID key(String relationship, ReviewReason reason) {
        return Hash.key(relationship + " review " + reason.code());
    }

    /** A carer of whom a partner tells another number than before: one of them is wrong, or of somebody else. */
    void ofNumber(
            Transaction transaction,
            Settled related,
            List<Contribution> before,
            List<Contribution> now,
            Map<Long, Settled> settled) {
        boolean isAnother = now.stream()
                .anyMatch(one -> one.active()
                        && before.stream().anyMatch(held -> held.isSameStatement(one) && isAnother(held, one)));
        if (isAnother && related.resource() instanceof RelatedPerson relationship) {
            review(
                    transaction,
                    ReviewReason.ANOTHER_NUMBER,
                    "RelatedPerson/" + related.id(),
                    relationship.getPatient(),
                    true,
                    partners(now),
                    settled);
        }
    }

    private static boolean isAnother(Contribution before, Contribution now) {
        Set<UUID> held = Identities.carerKeys((RelatedPerson) before.said());
        Set<UUID> said = Identities.carerKeys((RelatedPerson) now.said());
        return before.active() && !held.isEmpty() && !said.isEmpty() && Collections.disjoint(held, said);
    }

    private static boolean isStated(Contribution one) {
        return one.active() && one.states();
    }

    /** Each relationship of a person of whom it is said that they care no more. */
    void ofPerson(Transaction transaction, Patient carer, Map<Long, Settled> settled) {
        List<Long> numbers =
                Identities.nhsNumbers(carer).stream().map(Hash::word).toList();
        if (numbers.isEmpty()) {
            return;
        }
        List<Held> relationships = Records.held(
                transaction,
                Sql.of(
                                "r.type = 'RelatedPerson' and not r.deleted and r.pk in (select t.resource from"
                                        + " index_identifier t where t.param = ? and t.system = ? and ",
                                Hash.number("RelatedPerson.identifier"),
                                Hash.word(Systems.NHS_NUMBER))
                        .then(Sql.in("t.code", numbers))
                        .then(")"));
        List<Contribution> said = contributions.of(
                transaction, relationships.stream().map(Held::pk).toList());
        for (Held held : relationships) {
            List<Contribution> its = said.stream()
                    .filter(one -> one.about().resource() == held.pk())
                    .toList();
            if (its.stream().anyMatch(one -> Claim.isOfCarer((RelatedPerson) one.said()))) {
                review(
                        transaction,
                        ReviewReason.NO_LONGER_A_CARER,
                        held.reference(),
                        ((RelatedPerson) its.getFirst().said()).getPatient(),
                        true,
                        partners(its),
                        settled);
            }
        }
    }

    /** Opens the Task, or closes it when there is one. */
    private void review(
            Transaction transaction,
            ReviewReason reason,
            String relationship,
            Reference patient,
            boolean open,
            Set<String> partners,
            Map<Long, Settled> settled) {
        UUID key = key(relationship, reason);
        Optional<Held> held = Records.byKey(transaction, key);
        if (!open && held.isEmpty()) {
            return;
        }
        Task task = held.filter(Held::live)
                .map(one -> (Task) resources.of(Records.current(transaction, one)))
                .orElseGet(() -> reason.task(new Reference(relationship), patient.copy(), transaction.now()));
        if (open != (task.getStatus() == TaskStatus.REQUESTED)) {
            task.setStatus(open ? TaskStatus.REQUESTED : TaskStatus.CANCELLED);
            task.setLastModified(Date.from(transaction.now()));
        }
        Settled one = Settled.ours(ids, "Task", held, task, Set.of(key), partners);
        settled.put(one.pk(), one);
    }

    private static Set<String> partners(Collection<Contribution> said) {
        return said.stream().map(one -> one.about().partner()).collect(Collectors.toUnmodifiableSet());
    }
}
