package org.carerrecord.fhirserver.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** The audit, read by the operator; each look leaves its own row. */
public final class AuditReading {

    private static final String GROUND = "operations: who did what";

    private final AuditTrail trail;

    public AuditReading(AuditTrail trail) {
        this.trail = trail;
    }

    /** The same as a part of a transaction that is open already. */
    public AuditReading within(Transaction transaction) {
        return new AuditReading(trail.within(transaction));
    }

    /** Whether the audit is shown to the caller. */
    public static boolean isOpenTo(Caller caller) {
        return caller.operates();
    }

    /** A page, the newest first. */
    public AuditQuestion.Page page(Attempt attempt, AuditQuestion question) {
        return trail.auditedRead(attempt, transaction -> {
            List<AuditEntry> found = found(transaction, question);
            List<AuditEntry> page = found.subList(0, Math.min(found.size(), question.count()));
            return Answer.of(
                    new AuditQuestion.Page(
                            page,
                            page.size() < found.size()
                                    ? Optional.of(page.getLast().id())
                                    : Optional.empty()),
                    200,
                    GROUND,
                    List.of());
        });
    }

    /** How many rows fulfil conditions on {@code audit a}. */
    public long count(Attempt attempt, List<Sql> conditions) {
        Sql counted = Sql.of("select count(*) from audit a where ").then(AuditQuestion.holds(conditions));
        return trail.auditedRead(
                attempt,
                transaction -> Answer.of(
                        transaction
                                .query(counted, (row, number) -> row.getLong(1))
                                .getFirst(),
                        200,
                        GROUND,
                        List.of()));
    }

    /**
     * One row.
     *
     * @throws Fault NOT_FOUND
     */
    public AuditEntry one(Attempt attempt, long id) {
        AuditQuestion question = new AuditQuestion(List.of(Sql.of("a.id = ?", id)), 1, Optional.empty());
        return trail.auditedRead(
                attempt,
                transaction -> Answer.of(
                        found(transaction, question).stream()
                                .findFirst()
                                .orElseThrow(() ->
                                        new Fault(FaultKind.NOT_FOUND, "AuditEvent", "there is no such resource")),
                        200,
                        GROUND,
                        List.of()));
    }

    /** The condition that a row concerns one of the patients with these keys. */
    public static Sql concerning(Sql patients) {
        return Sql.of("a.id in (select p.audit from audit_patient p where p.patient in (")
                .then(patients)
                .then("))");
    }

    /** The keys of the patients with an id. */
    public static Sql patient(String id) {
        return Sql.of("select r.pk from resource r where r.type = 'Patient' and r.id = ?", id);
    }

    /** The keys of the patients with an identifier. */
    public static Sql patient(String system, String value) {
        return Sql.of(
                "select t.resource from index_identifier t where t.param = ? and t.code = ? and t.system = ?",
                Hash.number("Patient.identifier"),
                Hash.word(value),
                Hash.word(system));
    }

    /** The condition that a row is about a resource: it names it, showed it, or made a version of it. */
    public static Sql about(String type, String id) {
        return Sql.or(
                Sql.of("(a.type = ? and a.resource = ?)", type, id),
                Shown.has(type, id),
                Sql.of(
                        "a.id in (select m.id from resource r join version v on v.resource = r.pk join audit m on m.at"
                            + " = v.updated and m.request = v.request and m.partner = v.partner where r.type = ? and"
                            + " r.id = ?)",
                        type,
                        id));
    }

    public static Sql did(AuditAction action) {
        return action.condition();
    }

    private static List<AuditEntry> found(Transaction transaction, AuditQuestion question) {
        List<AuditEntry> rows = transaction.query(
                Sql.of("select a.* from audit a where ").then(question.sql()), (row, number) -> entry(row));
        List<Long> ids = rows.stream().map(AuditEntry::id).toList();
        Map<Long, List<String>> patients = references(
                transaction,
                Sql.of("select p.audit, r.type || '/' || r.id from audit_patient p"
                                + " join resource r on r.pk = p.patient where ")
                        .then(Sql.in("p.audit", ids))
                        .then(" order by p.audit, p.patient"));
        Map<Long, List<String>> written = references(
                transaction,
                // Both have the time of their transaction.
                Sql.of("select a.id, r.type || '/' || r.id || '/_history/' || v.version from audit a"
                                + " join version v on v.updated = a.at and v.request = a.request"
                                + " and v.partner = a.partner join resource r on r.pk = v.resource where ")
                        .then(Sql.in("a.id", ids))
                        .then(" and ")
                        .then(Sql.or(did(AuditAction.C), did(AuditAction.U), did(AuditAction.D), did(AuditAction.E)))
                        .then(" order by a.id, v.resource"));
        Map<Long, String> shown = shown(transaction, rows);
        return rows.stream()
                .map(row -> row.with(
                        patients.getOrDefault(row.id(), List.of()),
                        written.getOrDefault(row.id(), List.of()),
                        row.shown().stream()
                                .flatMap(key -> Stream.ofNullable(shown.get(key)))
                                .toList()))
                .toList();
    }

    /** The references of what rows showed, by the resource's key. */
    private static Map<Long, String> shown(Transaction transaction, List<AuditEntry> rows) {
        Set<Long> keys = rows.stream().flatMap(row -> row.shown().stream()).collect(Collectors.toUnmodifiableSet());
        return Sql.parts(keys).stream()
                .flatMap(some -> transaction
                        .query(
                                Sql.of("select r.pk, r.type || '/' || r.id from resource r where ")
                                        .then(Sql.in("r.pk", some)),
                                (row, number) -> Map.entry(row.getLong(1), row.getString(2)))
                        .stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<Long, List<String>> references(Transaction transaction, Sql sql) {
        return transaction.query(sql, (row, number) -> Map.entry(row.getLong(1), row.getString(2))).stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("partner")),
                Optional.ofNullable(row.getString("client")),
                row.getString("request"),
                row.getString("interaction"),
                Optional.ofNullable(row.getString("type")),
                Optional.ofNullable(row.getString("resource")),
                Optional.ofNullable(row.getString("purpose")),
                Optional.ofNullable(row.getString("ground")),
                row.getString("agreement"),
                row.getInt("outcome"),
                List.of(),
                List.of(),
                Shown.read(row.getString("shown")),
                List.of());
    }
}
