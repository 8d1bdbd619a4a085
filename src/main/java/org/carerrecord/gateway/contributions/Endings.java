package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Caring ends with the death of either, at its date; whatever is said of it later reopens nothing (carer-model.md,
 * contributions 6). Here it is the person cared for who died; {@link CarerDeaths} knows of the carer.
 */
@Component
final class Endings {

    /** Of one day, the one that says more. */
    private static final Comparator<BaseDateTimeType> FIRST = Comparator.<BaseDateTimeType, LocalDate>comparing(
                    Claim::day)
            .thenComparing(BaseDateTimeType::getValueAsString, Comparator.reverseOrder());

    /** Of whom it was said that they did not care: no death makes former carers of them. */
    private static final Set<String> NEVER = Set.of("declined", "in-error");

    private final Contributions contributions;
    private final OneRecord record;
    private final Reviews reviews;

    Endings(Contributions contributions, OneRecord record, Reviews reviews) {
        this.contributions = contributions;
        this.record = record;
        this.reviews = reviews;
    }

    /** Ends the settled relationship of somebody who died; of several ends the first one is told. */
    static void end(@Nullable Resource relationship, Patient died) {
        if (relationship instanceof RelatedPerson related && Claim.isOfCarer(related)) {
            if (Claim.status(related).filter(NEVER::contains).isEmpty()) {
                Claim.setStatus(related, "ended");
            }
            related.setActive(false);
            if (died.getDeceased() instanceof DateTimeType at && at.hasValue()) {
                DateTimeType said = related.getPeriod().getEndElement();
                if (!said.hasValue() || FIRST.compare(at, said) < 0) {
                    related.getPeriod().setEndElement(at.copy());
                }
                if (related.getPeriod().getStart() != null
                        && firstDay(related.getPeriod().getStartElement()).isAfter(Claim.day(at))) {
                    // Nobody begins to care then, and it would be no period (R4 per-1).
                    related.getPeriod().setStartElement(null);
                }
            }
        }
    }

    private static LocalDate firstDay(BaseDateTimeType date) {
        return LocalDate.parse((date.getValueAsString() + "-01-01").substring(0, 10));
    }

    static boolean isEnded(@Nullable Resource relationship) {
        return relationship instanceof RelatedPerson related
                && Claim.status(related).filter("ended"::equals).isPresent();
    }

    static boolean isDead(Resource person) {
        return person instanceof Patient patient
                && patient.hasDeceased()
                && !(patient.getDeceased() instanceof BooleanType said && !Boolean.TRUE.equals(said.getValue()));
    }

    /** Adds to what is settled every relationship of a person who died, or of whom it was said wrongly. */
    void follow(Transaction transaction, Settled person, Map<Long, Settled> settled, LocalDate today) {
        List<Held> relationships = Records.held(
                        transaction,
                        Sql.of("r.patient = ? and r.type = 'RelatedPerson' and not r.deleted", person.pk()))
                .stream()
                .filter(held -> !settled.containsKey(held.pk()))
                .toList();
        again(
                transaction,
                relationships,
                person.place(),
                (held, relationship) -> {
                    if (person.resource() instanceof Patient one && isDead(one)) {
                        end(relationship, one);
                        return true;
                    }
                    return false;
                },
                settled,
                today);
    }

    /**
     * Adds to what is settled what is said of relationships.
     *
     * @param place of the change that led to it
     * @param deaths what deaths do to one of them, and whether there is one
     */
    void again(
            Transaction transaction,
            List<Held> relationships,
            String place,
            BiPredicate<Held, Resource> deaths,
            Map<Long, Settled> settled,
            LocalDate today) {
        List<Contribution> said = contributions.of(
                transaction, relationships.stream().map(Held::pk).toList());
        for (Held held : relationships) {
            List<Contribution> its = said.stream()
                    .filter(one -> one.about().resource() == held.pk())
                    .toList();
            if (!its.isEmpty()) {
                OneRecord.Made made = record.of(its, today);
                boolean isOver = made.resource()
                        .filter(relationship -> deaths.test(held, relationship))
                        .isPresent();
                Settled one = new Settled(
                        place,
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
                        true);
                settled.put(held.pk(), one);
                if (!isOver) {
                    reviews.anew(transaction, one, its, settled);
                }
            }
        }
    }
}
