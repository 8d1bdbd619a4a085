package org.carerrecord.gateway.pathway;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;

/**
 * A referral that is held: its Task, and its request.
 *
 * @param held the Task as it is held
 * @param requestHeld the request as it is held
 */
record KeptReferral(Held held, ReferralTask task, Held requestHeld, ServiceRequest request) {

    private static final int TASK_SUBJECT = Hash.number("Task.subject");

    /** The referrals of those who are one human being; what a partner says itself is none. */
    static List<KeptReferral> about(Transaction transaction, Resources resources, List<Held> linked) {
        List<Long> people = linked.stream().map(Held::pk).toList();
        return Records.held(
                        transaction,
                        Sql.of(
                                        "r.type = 'Task' and not r.deleted and r.pk in (select x.resource from"
                                                + " index_reference x where x.param = ? and ",
                                        TASK_SUBJECT)
                                .then(Sql.in("x.target", people))
                                .then(") and not exists (select 1 from contribution c where c.resource = r.pk)"))
                .stream()
                .flatMap(held -> of(transaction, resources, held).stream())
                .toList();
    }

    /** The referral whose Task it is, if it is one's. */
    static Optional<KeptReferral> of(Transaction transaction, Resources resources, Held held) {
        Resource task = resources.of(Records.current(transaction, held));
        if (!ReferralMade.isOne(task)) {
            return Optional.empty();
        }
        Reference focus = ((Task) task).getFocus();
        Held request = ReferenceText.local(Objects.requireNonNull(focus.getReference()))
                .flatMap(text -> Records.held(transaction, text.type(), text.id()))
                .orElseThrow();
        return Optional.of(new KeptReferral(held, new ReferralTask((Task) task), request, (ServiceRequest)
                resources.of(Records.current(transaction, request))));
    }

    /** The relationship that is referred; of a carer of whom the record was not asked there is none. */
    Optional<String> carer() {
        return request.getSupportingInfo().stream()
                .flatMap(info -> Optional.ofNullable(info.getReference()).stream())
                .filter(text -> text.startsWith("RelatedPerson/"))
                .findFirst();
    }

    /** ODS codes of who refers and to whom. */
    Set<String> parties() {
        return Set.of(task.referrer(), task.recipient());
    }
}
