package org.carerrecord.fhirserver;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.SeenOrSaid;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.agreement.WorkedOut;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.fhirserver.search.SearchSql;
import org.carerrecord.fhirserver.search.Seeing;
import org.carerrecord.fhirserver.store.Asked;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;

/** What the conditions of one exchange find. */
record Conditions(QueryParser queries, WriteRule rule, Transaction transaction, Caller caller, Visibility visibility) {

    /** Who is told of by their NHS numbers, whoever told of them before (carer-model.md, identity 0). */
    private static final Set<String> PEOPLE = Set.of("Patient", "RelatedPerson");

    /** So many at most are looked at: what finds more tells nobody from others. */
    static final int MOST = 100;

    private static final String NO_MORE = " limit " + (MOST + 1);

    /**
     * What a condition finds, and what keys find. A Patient asked for by identifiers alone is the one whom the caller's keys
     * of them identify, so that nobody's words about somebody else's numbers lead there.
     */
    Records.Matches matches(Change change, String condition, Set<UUID> keys) {
        Query query = query(change, condition);
        if (query.clauses().isEmpty()) {
            throw new Fault(FaultKind.INVALID, change.place(), "a conditional change needs a condition");
        }
        Optional<List<Identifier>> identifiers =
                change.type().equals("Patient") && !caller.partner().asItIs() ? query.identifiers() : Optional.empty();
        List<UUID> asked = identifiers.stream()
                .flatMap(Collection::stream)
                .flatMap(identifier ->
                        rule.keys(caller, change.asking(new Patient().addIdentifier(identifier))).stream())
                .toList();
        if (asked.isEmpty() || asked.size() < identifiers.orElseThrow().size()) {
            Sql finds = condition(change, query);
            // An identifier finds few, and PostgreSQL plans it without a limit once for all.
            return matches(query.identifierValues().isPresent() ? finds : finds.then(NO_MORE), keys);
        }
        Map<UUID, Held> holders = Records.byKeys(
                transaction, Stream.concat(keys.stream(), asked.stream()).collect(Collectors.toUnmodifiableSet()));
        Set<Optional<Held>> matches = asked.stream()
                .map(key -> Optional.ofNullable(holders.get(key)).filter(Held::live))
                .collect(Collectors.toUnmodifiableSet());
        return new Records.Matches(
                matches.size() > 1
                        ? List.of()
                        : matches.stream().flatMap(Optional::stream).toList(),
                held(keys, holders),
                Set.of());
    }

    /** The same of a condition on {@code r}. */
    Records.Matches matches(Sql condition, Set<UUID> keys) {
        return Records.matches(transaction, condition, keys, caller.partner().ods());
    }

    private static List<Held> held(Set<UUID> keys, Map<UUID, Held> holders) {
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(holders.get(key)).stream())
                .toList();
    }

    private Sql condition(Change change, Query query) {
        return new SearchSql(looks(change, query), transaction.now()).matches(query);
    }

    /**
     * Who looks: for a person by their own NHS number, in order to write of them, the gateway does; by NHS number for anything
     * else the caller, where it sees or is a source; by anything else the caller, as far as it sees.
     */
    private Seeing looks(Change change, Query query) {
        if (!query.asksByIdentifierAlone(Systems.NHS_NUMBER::equals)) {
            return visibility;
        }
        boolean isOfPerson = PEOPLE.contains(change.type()) && query.asksByOwnIdentifier();
        return isOfPerson && change.method() != Change.Method.DELETE
                ? WorkedOut.NOT
                : new SeenOrSaid(caller, visibility);
    }

    /** What a condition finds, as far as the caller sees it; of many, more than {@link #MOST}. */
    List<Held> seen(String type, String place, String condition) {
        return Records.held(
                transaction,
                new SearchSql(visibility, transaction.now())
                        .matches(queries.parse(type, QueryStrings.parse(place, condition)))
                        .then(NO_MORE));
    }

    /** Something else that the condition of a change finds, before it is needed. */
    Asked<Held> askAnother(Change change, String condition, long than) {
        return Records.askHeld(
                transaction,
                Sql.of("r.pk <> ? and ", than)
                        .then(condition(change, query(change, condition)))
                        .then(" limit 1"));
    }

    /** The same text for conditions that differ in the order of their parameters, or in how they are encoded. */
    static String normal(Change change, String condition) {
        return QueryStrings.parse(change.place(), condition).entrySet().stream()
                .flatMap(
                        parameter -> Arrays.stream(parameter.getValue()).map(value -> parameter.getKey() + "=" + value))
                .distinct()
                .sorted()
                .collect(Collectors.joining("&"));
    }

    /** {@link Query#identifierValues} of a condition. */
    Optional<Set<String>> identifiers(Change change, String condition) {
        return query(change, condition).identifierValues();
    }

    private Query query(Change change, String condition) {
        return queries.parse(change.type(), QueryStrings.parse(change.place(), condition));
    }
}
