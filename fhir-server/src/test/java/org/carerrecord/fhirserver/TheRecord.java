package org.carerrecord.fhirserver;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.AgreementFile;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.StrictParsing;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.validation.FullValidation;
import org.carerrecord.fhirserver.validation.Structure;
import org.carerrecord.fhirserver.validation.Validation;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The record over one database, with the clock, the randomness and the agreement of the tests. */
public final class TheRecord {

    public static final FhirContext CONTEXT = StrictParsing.context();
    public static final SearchParameters PARAMETERS = new SearchParameters(CONTEXT.getResourceTypes());
    public static final Validation VALIDATION =
            new Validation(new Structure(CONTEXT), new FullValidation(CONTEXT, List.of()));
    public static final Agreement AGREEMENT = agreement();

    public static final Caller HOSPITAL = caller("RZ1");
    public static final Caller PRACTICE = caller("Z00001");
    public static final Caller COUNCIL = caller("ZL1");
    public static final Caller OTHER_COUNCIL = caller("ZL2");
    public static final Caller CARERS_CENTRE = caller("ZV1");
    public static final Caller FIRE = caller("ZF1");
    public static final Caller TESTER = caller("ZT1");

    public final TickingClock clock = new TickingClock();
    public final Resources resources = new Resources(CONTEXT);
    public final QueryParser queries = new QueryParser(PARAMETERS);
    public final Transactions transactions;
    public final AuditTrail audit;
    public final ReadPath read;
    public final WritePath write;
    public final Exchange exchange;
    private final JdbcTemplate jdbc;
    private final DataSource database;

    public TheRecord(DataSource database) {
        this.database = database;
        jdbc = new JdbcTemplate(database);
        // java.util.Random may be used by several threads.
        Random random = new Random(7);
        transactions = new Transactions(database, clock, random);
        Ids ids = new Ids(clock, random);
        audit = new AuditTrail(transactions, new Agreements(AGREEMENT, clock), ids);
        read = new ReadPath(audit);
        write = new WritePath(resources, PARAMETERS, VALIDATION.structure(), ids, new NhsNumberRule());
        exchange = new Exchange(write, VALIDATION.full(), audit, queries);
    }

    public static TheRecord on(Database database) {
        return new TheRecord(database.fresh());
    }

    private static Agreement agreement() {
        try (InputStream file = Objects.requireNonNull(TheRecord.class.getResourceAsStream("/agreement-test.yaml"))) {
            return AgreementFile.read(file);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    public static Caller caller(String ods) {
        Partner partner = AGREEMENT.partner(ods).orElseThrow();
        return new Caller(AGREEMENT, partner, partner.purpose(), "1f8a0a3e-0000-4000-8000-000000000001");
    }

    public List<Outcome> transaction(Caller caller, Change... changes) {
        return exchange.run(
                caller,
                Attempt.of(caller, "transaction"),
                Stream.of(changes).<Step>map(Step.Write::new).toList(),
                true,
                Optional.empty(),
                (transaction, outcomes) -> outcomes);
    }

    private Outcome one(Caller caller, Change change) {
        return transaction(caller, change).getFirst();
    }

    public Outcome create(Caller caller, Resource resource) {
        return one(caller, Asked.create(resource));
    }

    public Outcome createUnless(Caller caller, Resource resource, String query) {
        return one(caller, Asked.createUnless(resource, query));
    }

    public Outcome update(Caller caller, String id, Resource resource) {
        return one(caller, Asked.update(id, resource, Optional.empty()));
    }

    public Outcome update(Caller caller, String id, Resource resource, int ifMatch) {
        return one(caller, Asked.update(id, resource, Optional.of(ifMatch)));
    }

    public Outcome updateMatching(Caller caller, Resource resource, String query) {
        return one(caller, Asked.updateMatching(resource, query));
    }

    public Outcome delete(Caller caller, String type, String id) {
        return one(caller, Asked.delete(type, new Change.Aim.ById(id)));
    }

    public Outcome deleteMatching(Caller caller, String type, String query) {
        return one(caller, Asked.delete(type, new Change.Aim.Matching(query)));
    }

    public Version read(Caller caller, String type, String id) {
        return read.read(caller, Attempt.of(caller, "read", type, id), type, id, Optional.empty());
    }

    public Version vread(Caller caller, String type, String id, int version) {
        return read.read(caller, Attempt.of(caller, "vread", type, id), type, id, Optional.of(version));
    }

    public List<Version> history(Caller caller, String type, String id) {
        return new History(audit)
                        .page(
                                caller,
                                Attempt.of(caller, "history-instance", type, id),
                                new History.Question(
                                        Optional.of(type),
                                        Optional.of(id),
                                        Optional.empty(),
                                        true,
                                        Optional.empty(),
                                        1000,
                                        Optional.empty()))
                        .versions()
                        .stream()
                        .sorted(Comparator.comparing(Version::version).reversed())
                        .toList();
    }

    public Found search(Caller caller, String type, String query) {
        return search(caller, type, query, Optional.empty());
    }

    public Found search(Caller caller, String type, String query, Optional<String> after) {
        Map<String, String[]> parameters =
                query.isEmpty() ? new LinkedHashMap<>() : QueryStrings.parse("search", query);
        return read.search(
                caller, Attempt.of(caller, "search-type", type), queries.parse(type, parameters, after), people -> {});
    }

    /** The ids that a search finds. */
    public List<String> found(Caller caller, String type, String query) {
        return search(caller, type, query).matches().stream().map(Version::id).toList();
    }

    public <T extends Resource> T resource(Version version, Class<T> type) {
        return type.cast(resources.of(version));
    }

    /** How many rows each table holds. */
    public Map<String, Long> rows() {
        Map<String, Long> rows = new LinkedHashMap<>();
        Database.tables(database).forEach(table -> rows.put(table, count("select count(*) from " + table)));
        return rows;
    }

    /** A relationship that something outside of these tests gave rise to. */
    public void tie(String partner, long person, String kind) {
        jdbc.update("insert into relationship (partner, patient, kind) values (?, ?, ?)", partner, person, kind);
    }

    public long count(String sql, Object... arguments) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class, arguments));
    }

    /** The kind of stop that a request comes to. */
    public static FaultKind stop(ThrowingCallable request) {
        Fault fault = Assertions.catchThrowableOfType(Fault.class, request);
        Assertions.assertThat(fault).as("it should have been stopped").isNotNull();
        return fault.kind();
    }

    /** Ids of outcomes. */
    public static List<String> ids(Outcome... outcomes) {
        return Arrays.stream(outcomes).map(Outcome::id).toList();
    }
}
