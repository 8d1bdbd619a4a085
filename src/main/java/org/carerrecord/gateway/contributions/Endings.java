package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Caring ends with the death of the person cared for, at its date; whatever is said of it later reopens nothing
 * (carer-model.md, contributions 6).
 */
@Component
final class Endings {

    private final Contributions contributions;
    private final OneRecord record;

    Endings(Contributions contributions, OneRecord record) {
        this.contributions = contributions;
        this.record = record;
    }

    /** Ends the settled relationship of a person who died. */
    static void end(@Nullable Resource relationship, Patient died) {
        if (relationship instanceof RelatedPerson related && Claim.isOfCarer(related)) {
            Claim.setStatus(related, "ended");
            related.setActive(false);
            if (died.getDeceased() instanceof DateTimeType at && at.hasValue()) {
                related.getPeriod().setEndElement(at.copy());
            }
        }
    }

    static boolean isEnded(@Nullable Resource relationship) {
        return relationship instanceof RelatedPerson related
                && Claim.status(related).filter("ended"::equals).isPresent();
    }

    static boolean isDead(Resource person) {
        return person instanceof Patient patient
                && patient.hasDeceased()
                && !(patient.getDeceased() instanceof BooleanType said && !said.booleanValue());
    }

    /** Adds to what is settled every relationship of a person who died, or of whom it was said wrongly. */
    void follow(Transaction transaction, Settled person, Map<Long, Settled> settled, LocalDate today) {
        List<Held> relationships = Records.held(
                        transaction,
                        Sql.of("r.patient = ? and r.type = 'RelatedPerson' and not r.deleted", person.pk()))
                .stream()
                .filter(held -> !settled.containsKey(held.pk()))
                .toList();
        List<Contribution> said = contributions.of(
                transaction, relationships.stream().map(Held::pk).toList());
        for (Held held : relationships) {
            List<Contribution> its = said.stream()
                    .filter(one -> one.about().resource() == held.pk())
                    .toList();
            if (!its.isEmpty()) {
                OneRecord.Made made = record.of(its, today);
                if (person.resource() instanceof Patient one && isDead(one)) {
                    made.resource().ifPresent(relationship -> end(relationship, one));
                }
                settled.put(
                        held.pk(),
                        new Settled(
                                person.place(),
                                held.type(),
                                held.pk(),
                                held.id(),
                                Optional.of(held),
                                made.resource().orElse(null),
                                Set.of(),
                                made.shared(),
                                made.young(),
                                made.sources(),
                                Set.of(),
                                true));
            }
        }
    }
}
