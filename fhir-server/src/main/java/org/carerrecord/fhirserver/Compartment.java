package org.carerrecord.fhirserver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * All that the caller may see of one patient, or of the human being behind a Person.
 *
 * <p>What lies in the patient's compartment, or is about nobody and belongs to it by R4's definition of it (an Appointment);
 * and what that refers to, as long as it is about nobody (a Practitioner). So nothing of another person is in it
 * (carer-model.md, "the carer as a person with a record").
 */
public final class Compartment {

    private static final int MOST_REFERRED = 5_000;

    private final AuditTrail audit;
    private final SearchParameters parameters;

    public Compartment(AuditTrail audit, SearchParameters parameters) {
        this.audit = audit;
        this.parameters = parameters;
    }

    /**
     * What is asked for.
     *
     * @param types only these; empty for all
     * @param since only what changed at this time or later
     * @param after the key after which the page begins; the patient or Person itself comes first of all
     */
    public record Wanted(Set<String> types, Optional<Instant> since, int count, Optional<Long> after) {

        static final long FIRST = Long.MIN_VALUE;
    }

    /**
     * A page.
     *
     * @param next the key after which the next page begins, if there is one
     */
    public record Page(List<Version> matches, List<Version> referred, Optional<Long> next) {

        private Stream<Version> all() {
            return Stream.concat(matches.stream(), referred.stream());
        }
    }

    /**
     * A page of what there is of a patient.
     *
     * @throws Fault NOT_FOUND, or GONE when the patient is deleted
     */
    public Page page(Caller caller, Attempt attempt, String id, Wanted wanted) {
        return audit.audited(attempt, transaction -> {
            Sight sight = new Sight(transaction, new Visibility(caller, transaction.now()));
            long patient = first(sight, "Patient", id);
            Page page = page(sight, patient, members(patient), wanted);
            return Answer.of(page, 200, caller.groundToRead("Patient"), List.of(patient))
                    .showing(page.all());
        });
    }

    /**
     * A page of what there is of a human being: the Person, those of its relationships that the caller sees, the people cared
     * for in these, and all that there is of the carer's own Patient. Nothing else of a person who is cared for is in it.
     *
     * @throws Fault NOT_FOUND, or GONE when the Person is deleted
     */
    public Page ofPerson(Caller caller, Attempt attempt, String id, Wanted wanted) {
        return audit.audited(attempt, transaction -> {
            Sight sight = new Sight(transaction, new Visibility(caller, transaction.now()));
            long person = first(sight, "Person", id);
            Page page = page(sight, person, behind(sight, person), wanted);
            return Answer.of(
                            page,
                            200,
                            caller.groundToRead("Person"),
                            page.matches().stream().map(Version::patient).toList())
                    .showing(page.all());
        });
    }

    private static long first(Sight sight, String type, String id) {
        Version first = sight
                .current(Sql.of("r.type = ? and r.id = ? and ", type, id)
                        .then(sight.visibility().of(type, "r")))
                .stream()
                .findFirst()
                .orElseThrow(() -> new Fault(FaultKind.NOT_FOUND, type, "there is no such resource"));
        if (first.deleted()) {
            throw new Fault(FaultKind.GONE, type, "it was deleted");
        }
        return first.pk();
    }

    /** The condition under which something is told of a human being, but for what the agreement says of its type. */
    private Sql behind(Sight sight, long person) {
        List<Sql> seen = Stream.of("RelatedPerson", "Patient")
                .map(type ->
                        Sql.of("r.type = ? and ", type).then(sight.visibility().of(type, "r")))
                .toList();
        List<Held> linked = Records.held(
                sight.transaction(),
                Sql.of("r.pk in (select x.target from index_reference x where x.resource = ? and ", person)
                        .then(sight.visibility().link("x"))
                        .then(") and not r.deleted and r.version > 0 and ")
                        .then(Sql.or(seen)));
        Set<Long> people = new TreeSet<>(Set.of(person));
        List<Sql> own = new ArrayList<>();
        for (Held one : linked) {
            people.add(one.pk());
            Optional.ofNullable(one.patient()).ifPresent(people::add);
            if (one.type().equals("Patient")) {
                own.add(Sql.of("r.type <> 'Person' and ").then(members(one.pk())));
            }
        }
        own.add(Sql.in("r.pk", people));
        return Sql.or(own);
    }

    /** The condition on {@code r}: belongs to a patient. */
    private Sql members(long patient) {
        return Sql.or(
                Sql.of("r.patient = ?", patient),
                Sql.of(
                                "r.patient is null and r.pk in (select x.resource from index_reference x where"
                                        + " x.target = ? and ",
                                patient)
                        .then(Sql.in("x.param", parameters.membershipsOf("Patient")))
                        .then(")"));
    }

    /** @param first the key of what comes first of all */
    private static Page page(Sight sight, long first, Sql members, Wanted wanted) {
        Sql asked = narrowed(sight, members, wanted);
        Sql after = wanted.after()
                .map(key -> Sql.of(" and r.pk > ? and r.pk <> ?", key, first))
                .orElse(Sql.of(""));
        List<Long> found = keys(
                sight.transaction(),
                asked.then(after)
                        .then(
                                " order by case when r.pk = ? then 0 else 1 end, r.pk limit " + (wanted.count() + 1),
                                first));
        List<Version> matches = Portions.current(
                sight, found.subList(0, Math.min(found.size(), wanted.count())), asked, Portions.PAGE_BYTES);
        Optional<Long> next = matches.isEmpty() || matches.getLast().pk() == found.getLast()
                ? Optional.empty()
                : Optional.of(matches.getLast().pk()).map(last -> last == first ? Wanted.FIRST : last);
        return new Page(matches, referred(sight, matches, wanted), next);
    }

    private static List<Long> keys(Transaction transaction, Sql condition) {
        return transaction.query(
                Sql.of("select r.pk from resource r where ").then(condition), (row, number) -> row.getLong(1));
    }

    private static List<Version> referred(Sight sight, List<Version> matches, Wanted wanted) {
        if (matches.isEmpty()) {
            return List.of();
        }
        List<Long> keys = matches.stream().map(Version::pk).toList();
        Sql targets = Sql.of("r.patient is null and r.pk in (select x.target from index_reference x where ")
                .then(Sql.in("x.resource", keys))
                .then(" and ")
                .then(sight.visibility().link("x"))
                .then(") and not ")
                .then(Sql.in("r.pk", keys));
        Sql asked = narrowed(
                sight, targets, new Wanted(wanted.types(), Optional.empty(), wanted.count(), Optional.empty()));
        List<Long> found = keys(sight.transaction(), asked.then(" order by r.pk limit " + (MOST_REFERRED + 1)));
        List<Version> referred = Portions.current(sight, found, asked, Portions.PAGE_BYTES);
        if (found.size() > MOST_REFERRED || Portions.bytes(referred) >= Portions.PAGE_BYTES) {
            throw new Fault(
                    FaultKind.TOO_COSTLY,
                    "_count",
                    "what this page refers to is more than an answer holds; ask for a smaller page by _count");
        }
        return referred;
    }

    /** The condition, with the agreement's for each type that there is. */
    private static Sql narrowed(Sight sight, Sql members, Wanted wanted) {
        Sql live = members.then(" and not r.deleted and r.version > 0");
        if (!wanted.types().isEmpty()) {
            live = live.then(" and ").then(Sql.in("r.type", List.copyOf(wanted.types())));
        }
        if (wanted.since().isPresent()) {
            live = live.then(
                    " and r.updated >= ?", Transaction.at(wanted.since().get()));
        }
        List<Sql> types = new ArrayList<>();
        sight.transaction()
                .query(
                        Sql.of("select distinct r.type from resource r where ").then(live),
                        (row, number) -> row.getString(1))
                .forEach(type -> types.add(
                        Sql.of("r.type = ? and ", type).then(sight.visibility().of(type, "r"))));
        return types.isEmpty() ? Sql.of("false") : Sql.and(live, Sql.or(types));
    }
}
