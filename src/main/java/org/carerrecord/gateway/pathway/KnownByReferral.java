package org.carerrecord.gateway.pathway;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Relationship;
import org.carerrecord.fhirserver.store.Relationships;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;

/**
 * Whom the recipient of a referral knows by it, person by person: what ends with the referral is what it gave, whatever became
 * of the people's links meanwhile (ADR 36).
 *
 * @param task the key of the referral's Task
 * @param recipient ODS code
 */
record KnownByReferral(Transaction transaction, long task, String recipient) {

    private static final Table REFERRED = Table.of("referred", "task int8, person int8, partner varchar");

    /** Relates the recipient with people with whom this referral did not yet. */
    void give(Set<Long> people) {
        lock(people);
        Set<Long> anew = new HashSet<>(people);
        given().forEach(anew::remove);
        for (long person : anew) {
            transaction.insert(REFERRED, task, person, recipient);
            Relationships.put(transaction, relationship(person), null);
        }
    }

    /**
     * Takes back what this referral gave, but what another gives still.
     *
     * @param people whom it would give now; of a referral that was taken before V20261122_126 nothing else is known
     */
    void takeBack(Set<Long> people) {
        Set<Long> given = new HashSet<>(people);
        given.addAll(given());
        lock(given);
        transaction.update("delete from referred where task = ?", task);
        given.stream()
                .filter(person -> !isGivenByAnother(person))
                .forEach(person -> Relationships.remove(transaction, relationship(person)));
    }

    /** One at a time for each person, so that what one referral gives and another takes back have an order. */
    private void lock(Set<Long> people) {
        Locks.resources(
                transaction,
                people.stream()
                        .map(person -> Hash.key("referral of " + person + " to " + recipient))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether somebody who is related to a patient is known by a referral. */
    static boolean areCarersOf(Transaction transaction, long patient) {
        return !transaction
                .query(
                        Sql.of(
                                "select 1 from referred f join resource r on r.pk = f.person where r.patient = ?",
                                patient),
                        (row, number) -> 1)
                .isEmpty();
    }

    private List<Long> given() {
        return transaction.query(
                Sql.of("select person from referred where task = ?", task), (row, number) -> row.getLong(1));
    }

    private boolean isGivenByAnother(long person) {
        return !transaction
                .query(
                        Sql.of("select 1 from referred where person = ? and partner = ?", person, recipient),
                        (row, number) -> 1)
                .isEmpty();
    }

    private Relationship relationship(long person) {
        return new Relationship(recipient, person, Relation.REFERRED.code());
    }
}
