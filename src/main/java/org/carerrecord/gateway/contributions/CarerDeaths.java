package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Caring ends with the carer's own death, too, as far as their own Patient is known; whatever is said of it later reopens
 * nothing (carer-model.md, contributions 6).
 *
 * <p>Table {@code carer_died} keeps whose it ended, so that the same words again find it without a look at who is behind them.
 */
@Component
final class CarerDeaths {

    private static final Table CARER_DIED = Table.of("carer_died", "relationship int8");

    private final Endings endings;
    private final CarerFlags flags;

    CarerDeaths(Endings endings, CarerFlags flags) {
        this.endings = endings;
        this.flags = flags;
    }

    /**
     * Ends the relationships of carers who died, and opens again what a death ended that was said wrongly or was another's.
     *
     * @param own the own Patients of relationships of which something may be otherwise than before, by the relationships'
     *     references; none for one that has none any more
     * @param current what is shared of those Patients, by their references
     * @return whether anything is otherwise than before
     */
    boolean follow(OwnRecords.Round round, Map<String, Set<String>> own, Map<String, Resource> current) {
        Map<String, Patient> died = new HashMap<>();
        own.forEach((relationship, patients) -> patients.forEach(one -> {
            if (current.get(one) instanceof Patient patient && Endings.isDead(patient)) {
                died.put(relationship, patient);
            }
        }));
        Set<Long> before = ended(round.transaction(), own.keySet());
        if (died.isEmpty() && before.isEmpty()) {
            return false;
        }
        Set<Long> here = Set.copyOf(round.settled().keySet());
        List<Held> elsewhere = held(round.transaction(), own.keySet()).stream()
                .filter(held ->
                        !here.contains(held.pk()) && (died.containsKey(held.reference()) || before.contains(held.pk())))
                .toList();
        lock(round.transaction(), elsewhere);
        endings.again(
                round.transaction(),
                elsewhere,
                "RelatedPerson",
                (held, relationship) -> {
                    Optional<Patient> patient = patient(round, relationship);
                    patient.ifPresent(one -> Endings.end(relationship, one));
                    return patient.isPresent() || died.containsKey(held.reference());
                },
                round.settled(),
                StatedTime.day(round.transaction().now()));
        List<Settled> all = round.settled().values().stream()
                .filter(one -> own.containsKey(one.type() + "/" + one.id()))
                .toList();
        Set<Long> now = new HashSet<>();
        all.forEach(one -> Optional.ofNullable(died.get(one.type() + "/" + one.id()))
                .filter(patient -> one.resource() instanceof RelatedPerson carer && Claim.isOfCarer(carer))
                .ifPresent(patient -> {
                    Endings.end(one.resource(), patient);
                    now.add(one.pk());
                }));
        keep(round.transaction(), before, now);
        flag(round, all);
        return true;
    }

    private static Set<Long> ended(Transaction transaction, Collection<String> relationships) {
        return Set.copyOf(transaction.query(
                Sql.of("select d.relationship from carer_died d join resource r on r.pk = d.relationship where ")
                        .then(are(relationships)),
                (row, number) -> row.getLong(1)));
    }

    private static List<Held> held(Transaction transaction, Collection<String> relationships) {
        return Records.held(
                transaction,
                Sql.and(are(relationships), Sql.of("not r.deleted")).then(" order by r.pk"));
    }

    private static Sql are(Collection<String> relationships) {
        return Sql.of("r.type = 'RelatedPerson' and ")
                .then(Sql.in(
                        "r.id",
                        relationships.stream()
                                .flatMap(one -> ReferenceText.local(one).stream())
                                .map(ReferenceText::id)
                                .toList()));
    }

    /** With whom they care for, whose Flag follows. */
    private static void lock(Transaction transaction, List<Held> relationships) {
        Set<Long> patients = new TreeSet<>();
        relationships.forEach(one -> Optional.ofNullable(one.patient()).ifPresent(patients::add));
        if (!relationships.isEmpty()) {
            Locks.resources(
                    transaction,
                    Stream.concat(relationships.stream(), Records.held(transaction, Sql.in("r.pk", patients)).stream())
                            .map(one -> Hash.key(one.reference()))
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** The person cared for, if they died. */
    private static Optional<Patient> patient(OwnRecords.Round round, @Nullable Resource relationship) {
        return relationship instanceof RelatedPerson related
                ? Optional.ofNullable(related.getPatient().getReference())
                        .flatMap(patient -> round.people().dead(patient, round.settled()))
                : Optional.empty();
    }

    private static void keep(Transaction transaction, Set<Long> before, Set<Long> now) {
        List<Object[]> gone = new ArrayList<>();
        List<Object[]> come = new ArrayList<>();
        before.stream().filter(one -> !now.contains(one)).forEach(one -> gone.add(new Object[] {one}));
        now.stream().filter(one -> !before.contains(one)).forEach(one -> come.add(new Object[] {one}));
        transaction.batch("delete from carer_died where relationship = ?", gone);
        transaction.insert(CARER_DIED, come);
    }

    /** Decides anew on the Flags of those who are cared for. */
    private void flag(OwnRecords.Round round, List<Settled> relationships) {
        Set<Long> people = new TreeSet<>();
        Set<Long> dead = new HashSet<>();
        for (Settled one : relationships) {
            Stream.concat(
                            one.held().map(Held::patient).stream(),
                            round.said().stream()
                                    .filter(said -> said.about().resource() == one.pk())
                                    .map(said -> said.about().patient()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(patient -> {
                        people.add(patient);
                        patient(round, one.resource()).ifPresent(died -> dead.add(patient));
                    });
        }
        flags.follow(
                round.transaction(),
                FlagsHeld.unasked(round.transaction()),
                people,
                dead,
                round.said(),
                round.settled());
    }
}
