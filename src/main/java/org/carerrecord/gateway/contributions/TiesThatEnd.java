package org.carerrecord.gateway.contributions;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.fhirserver.store.Relationship;
import org.carerrecord.fhirserver.store.Relationships;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.Encounter;
import org.springframework.stereotype.Component;

/**
 * Relationships with a person that end (carer-model.md, agreement 1): by an encounter some time after the last one is over, as
 * the agreement has it; by contribution when the last one is taken back. None is begun here: what a caller refers to is
 * looked for by the relationships of before.
 */
@Component
class TiesThatEnd {

    private static final String ENCOUNTER = "Encounter";

    private final Resources resources;

    TiesThatEnd(Resources resources) {
        this.resources = resources;
    }

    /** A partner, and the key of a person of whom it speaks or spoke. */
    private record Knows(String partner, long patient) {

        static Stream<Knows> of(Contribution.About about) {
            return Optional.ofNullable(about.patient()).stream().map(patient -> new Knows(about.partner(), patient));
        }

        Relationship by(Relation relation) {
            return new Relationship(partner, patient, relation.code());
        }
    }

    /**
     * Follows what partners say now, all of which is kept.
     *
     * @param before what they said of the same
     * @param now what they say or took back
     * @param gone of which nothing is told any more
     */
    void follow(
            Transaction transaction,
            Caller caller,
            Collection<Contribution> before,
            Collection<Contribution> now,
            Collection<Contribution> gone) {
        List<Contribution> changed = Stream.concat(now.stream(), gone.stream()).toList();
        Set<Knows> treats = new HashSet<>();
        Stream.concat(before.stream().filter(one -> changed.stream().anyMatch(one::isSameStatement)), changed.stream())
                .map(Contribution::about)
                .filter(about -> about.type().equals(ENCOUNTER))
                .flatMap(Knows::of)
                .forEach(treats::add);
        treats.forEach(one -> encounters(transaction, caller, one));
        Set<Knows> spoke = new HashSet<>();
        changed.stream()
                .filter(one -> !one.active() || gone.contains(one))
                .map(Contribution::about)
                .flatMap(Knows::of)
                .forEach(spoke::add);
        spoke.stream()
                .filter(one -> !speaks(transaction, one))
                .forEach(one -> Relationships.remove(transaction, one.by(Relation.CONTRIBUTED)));
    }

    private void encounters(Transaction transaction, Caller caller, Knows one) {
        Relationship treats = one.by(Relation.ENCOUNTER);
        transaction
                .query(
                        said(one, "said, said_at").then(" and type = ?", ENCOUNTER),
                        (row, number) -> Ties.treating(
                                (Encounter) resources.parse(row.getBytes(1)),
                                row.getObject(2, OffsetDateTime.class).toInstant()))
                .stream()
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .ifPresentOrElse(
                        last -> Relationships.moveEnd(
                                transaction,
                                treats,
                                last.until(caller.agreement())
                                        .map(Transaction::at)
                                        .orElse(null)),
                        () -> Relationships.remove(transaction, treats));
    }

    private static boolean speaks(Transaction transaction, Knows one) {
        return !transaction
                .query(said(one, "1").then(" limit 1"), (row, number) -> 1)
                .isEmpty();
    }

    private static Sql said(Knows one, String columns) {
        return Sql.of(
                "select " + columns + " from contribution where patient = ? and partner = ? and active",
                one.patient(),
                one.partner());
    }
}
