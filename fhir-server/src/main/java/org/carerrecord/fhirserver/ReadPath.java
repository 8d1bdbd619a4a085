package org.carerrecord.fhirserver;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.SearchSql;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Reasons;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Relationship;
import org.carerrecord.fhirserver.store.Relationships;
import org.carerrecord.fhirserver.store.Selection;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Parameters;

/** The one road out of the record: what the agreement does not let the caller see is not there. */
public final class ReadPath {

    private static final int IDENTIFIER = Hash.number("Patient.identifier");
    private static final long NHS_NUMBER = Hash.word(Systems.NHS_NUMBER);

    private final AuditTrail audit;

    public ReadPath(AuditTrail audit) {
        this.audit = audit;
    }

    /** The same road as a part of a transaction that is open already. */
    public ReadPath within(Transaction transaction) {
        return new ReadPath(audit.within(transaction));
    }

    /**
     * The current version of a resource, or the one asked for.
     *
     * @throws Fault NOT_FOUND, or GONE when it is deleted
     */
    public Version read(Caller caller, Attempt attempt, String type, String id, Optional<Integer> version) {
        return audit.auditedRead(attempt, transaction -> {
            Visibility visibility = new Visibility(caller, transaction.now());
            Sight sight = new Sight(transaction, visibility);
            Sql one = Sql.of("r.type = ? and r.id = ? and ", type, id).then(visibility.of(type, "r"));
            Version found = (version.isPresent()
                            ? sight.versions(one.then(" and v.version = ? and ", version.get())
                                    .then(visibility.ofVersion()))
                            : sight.current(Selection.of(type, one)))
                    .stream()
                            .findFirst()
                            .orElseThrow(() -> new Fault(FaultKind.NOT_FOUND, type, "there is no such resource"));
            if (found.deleted()) {
                throw new Fault(FaultKind.GONE, type, "it was deleted");
            }
            return answer(caller, type, found, List.of(found));
        });
    }

    /**
     * Who says what of a resource.
     *
     * @throws Fault NOT_FOUND, or GONE when it is deleted
     */
    public Parameters contributions(Caller caller, Attempt attempt, String type, String id, Contributed contributed) {
        return audit.auditedRead(attempt, transaction -> {
            Fault absent = new Fault(FaultKind.NOT_FOUND, type, "there is no such resource");
            Held held = Records.held(transaction, type, id).orElseThrow(() -> absent);
            Visibility visibility = new Visibility(caller, transaction.now());
            if (held.deleted() && visibility.sees(transaction, held)) {
                throw new Fault(FaultKind.GONE, type, "it was deleted");
            }
            boolean granted = held.live() && visibility.isGranted(transaction, held);
            Parameters said = Optional.of(held)
                    .filter(Held::live)
                    .flatMap(one -> contributed.of(transaction, caller, one, granted))
                    .orElseThrow(() -> absent);
            String ground = granted ? caller.groundToRead(type) : Visibility.groundWithoutGrant(type);
            return Answer.of(said, 200, ground, Collections.singleton(held.patient()));
        });
    }

    /** One version by the resource's key, for its Provenance. */
    public Version said(Caller caller, Attempt attempt, long pk, int version) {
        return audit.auditedRead(attempt, transaction -> {
            Fault absent = new Fault(FaultKind.NOT_FOUND, "Provenance", "there is no such resource");
            String type = Records.held(transaction, Sql.of("r.pk = ?", pk)).stream()
                    .findFirst()
                    .orElseThrow(() -> absent)
                    .type();
            Visibility visibility = new Visibility(caller, transaction.now());
            Version found = new Sight(transaction, visibility)
                            .versions(Sql.of("r.pk = ? and v.version = ? and ", pk, version)
                                    .then(visibility.of(type, "r"))
                                    .then(" and ")
                                    .then(visibility.ofVersion()))
                            .stream()
                            .findFirst()
                            .orElseThrow(() -> absent);
            return answer(caller, type, found, List.of(found));
        });
    }

    /** Why versions that the caller was shown came to be joined; of masked ones the reasons would tell what is masked. */
    public Map<Reasons.Of, List<byte[]>> reasons(Collection<Version> shown) {
        List<Version> whole =
                shown.stream().filter(version -> version.mask() == Mask.NONE).toList();
        return whole.isEmpty() ? Map.of() : audit.look(transaction -> Reasons.of(transaction, whole));
    }

    /**
     * A page of a search.
     *
     * @param strangers told whom the caller finds by stating that it stands in a relationship with them; it may refuse that,
     *     and nothing is stated then. It may be told twice of the same. Whom it does not find all the same are like nobody:
     *     nothing is told, and nothing stated
     */
    public Found search(Caller caller, Attempt attempt, Query query, Consumer<Set<Long>> strangers) {
        Optional<String> person = personWhomToAskForIsARelationship(caller, query);
        if (person.isEmpty()) {
            return audit.auditedRead(
                    attempt,
                    transaction -> answer(
                            caller, query, finding(caller, transaction, query).found()));
        }
        return switch (audit.look(transaction ->
                finding(caller, transaction, query).look(unrelated(caller, transaction, person.get())))) {
            case Finding.Look.Seen(Found found) -> audit.audited(attempt, answer(caller, query, found));
            case Finding.Look.Strangers(Set<Long> people) ->
                audit.audited(attempt, transaction -> searchByStating(caller, transaction, query, people, strangers));
        };
    }

    /**
     * Asking for one person by NHS number, with a purpose, is a relationship where the agreement says so (carer-model.md,
     * agreement 1). It is written down when it is new or half over, and somebody is found by it.
     */
    private Answer<Found> searchByStating(
            Caller caller, Transaction transaction, Query query, Set<Long> people, Consumer<Set<Long>> strangers) {
        Map<Relationship, OffsetDateTime> before =
                Relationships.ends(transaction, caller.partner().ods(), Relation.SELF_STATED.code(), people);
        OffsetDateTime until =
                Transaction.at(transaction.now().plus(caller.agreement().selfStatedFor()));
        List<Relationship> stated = people.stream()
                .sorted()
                .map(patient -> selfStated(caller, patient))
                .toList();
        stated.forEach(one -> Relationships.put(transaction, one, until));
        Found found = finding(caller, transaction, query).found();
        if (found.isEmpty()) {
            stated.forEach(one -> Relationships.restore(transaction, one, Optional.ofNullable(before.get(one))));
            return answer(caller, query, found);
        }
        strangers.accept(people);
        return answer(caller, query, found)
                .onGroundToo(Relation.SELF_STATED.code())
                .concerningToo(people);
    }

    private static Relationship selfStated(Caller caller, long patient) {
        return new Relationship(caller.partner().ods(), patient, Relation.SELF_STATED.code());
    }

    private Finding finding(Caller caller, Transaction transaction, Query query) {
        Visibility visibility = new Visibility(caller, transaction.now());
        return new Finding(new Sight(transaction, visibility), new SearchSql(visibility, transaction.now()), query);
    }

    private Answer<Found> answer(Caller caller, Query query, Found found) {
        return answer(
                        caller,
                        query.type(),
                        found,
                        Stream.concat(found.matches().stream(), found.included().stream())
                                .toList())
                .showing(Stream.concat(found.matches().stream(), found.included().stream()));
    }

    private Optional<String> personWhomToAskForIsARelationship(Caller caller, Query query) {
        return query.personAskedFor(Systems.NHS_NUMBER).filter(number -> caller.mayRead(query.type()).stream()
                .anyMatch(grant -> grant.relations().contains(Relation.SELF_STATED)));
    }

    /**
     * The statement that gives the keys of those who have the number and are shared at all, and no self-stated relationship
     * with the caller that lasts long enough; who is deleted has no number.
     */
    private Sql unrelated(Caller caller, Transaction transaction, String number) {
        Instant halfWay =
                transaction.now().plus(caller.agreement().selfStatedFor().dividedBy(2));
        return Sql.of(
                """
                select t.resource from index_identifier t join resource p on p.pk = t.resource and p.shared
                where t.param = ? and t.code = ? and t.system = ?
                and not exists (select 1 from relationship w
                    where w.partner = ? and w.patient = t.resource and w.kind = ? and w.until > ?)
                """,
                IDENTIFIER,
                Hash.word(number),
                NHS_NUMBER,
                caller.partner().ods(),
                Relation.SELF_STATED.code(),
                Transaction.at(halfWay));
    }

    private <T> Answer<T> answer(Caller caller, String type, T value, List<Version> seen) {
        return Answer.of(
                value,
                200,
                caller.groundToRead(type),
                seen.stream().map(Version::patient).toList());
    }
}
