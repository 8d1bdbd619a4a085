package org.carerrecord.fhirserver.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.profiles.Fault;
import org.jspecify.annotations.Nullable;

/** Every attempt leaves its row, committed before its answer leaves. */
public final class AuditTrail {

    private static final Table AUDIT = Table.of(
            "audit",
            "id int8, at timestamptz, partner varchar, request varchar, interaction varchar, type varchar, resource"
                + " varchar, purpose varchar, ground varchar, agreement varchar, outcome int4, client varchar, shown"
                + " varchar");
    private static final Table AUDIT_PATIENT = Table.of("audit_patient", "audit int8, patient int8");

    private static final int UNAUTHENTICATED = 401;
    private static final int TOO_MANY = 429;
    private static final String NOBODY = "";
    private static final String OF_NOBODY = " more attempts of nobody known, within a minute";
    private static final String OVER_THE_LIMIT = " more requests over the limit, within a minute";

    private final Transactions transactions;
    private final Agreements agreements;
    private final Ids ids;
    private final AuditRows<Row> rows;
    private final Map<String, Flood> floods;
    private final AtomicBoolean written;
    private final @Nullable Transaction joined;

    public AuditTrail(Transactions transactions, Agreements agreements, Ids ids) {
        this.transactions = transactions;
        this.agreements = agreements;
        this.ids = ids;
        this.rows = new AuditRows<>(transactions, this::insert);
        this.floods = new ConcurrentHashMap<>();
        this.written = new AtomicBoolean();
        this.joined = null;
    }

    private AuditTrail(AuditTrail whole, Transaction joined) {
        this.transactions = whole.transactions;
        this.agreements = whole.agreements;
        this.ids = whole.ids;
        this.rows = whole.rows;
        this.floods = whole.floods;
        this.written = whole.written;
        this.joined = joined;
    }

    /** The same for what is a part of a transaction that is open already; it commits the rows with its own. */
    public AuditTrail within(Transaction transaction) {
        return new AuditTrail(this, transaction);
    }

    /**
     * Runs the work in one transaction with its audit row. When it stops, both are rolled back and the edge, which
     * answers, keeps the row of the failure ({@link #failed}).
     */
    public <T> T audited(Attempt attempt, Function<Transaction, Answer<T>> work) {
        return joined == null
                ? transactions.run(transaction -> audited(transaction, attempt, work))
                : audited(joined, attempt, work);
    }

    private <T> T audited(Transaction transaction, Attempt attempt, Function<Transaction, Answer<T>> work) {
        Answer<T> answer = work.apply(transaction);
        add(transaction, attempt, answer);
        return answer.value();
    }

    /**
     * Runs work that only reads, and returns when its row is committed, be it with those of others. When it stops, the
     * edge keeps the row of the failure.
     */
    public <T> T auditedRead(Attempt attempt, Function<Transaction, Answer<T>> work) {
        return audited(attempt, look(work));
    }

    /** What a {@link #look} found, as an answer: returns when its row is committed, be it with those of others. */
    public <T> T audited(Attempt attempt, Answer<T> answer) {
        if (joined != null) {
            add(joined, attempt, answer);
        } else {
            keep(new Row(attempt, answer.status(), answer.ground(), answer.patients(), answer.shown()));
        }
        return answer.value();
    }

    /** A look without a row of its own, as long as nothing of it is told. */
    public <T> T look(Function<Transaction, T> work) {
        return joined == null ? transactions.read(work) : work.apply(joined);
    }

    /** The stop of an attempt whose row is kept already, with what came of it. */
    public static Fault kept(Fault stop) {
        return new Fault(stop.kind(), stop.place(), stop.reason(), new Kept());
    }

    /** Whether the row of a stopped attempt is kept already. */
    public static boolean isKept(Fault stop) {
        return stop.getCause() instanceof Kept;
    }

    private static final class Kept extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Kept() {
            super("its audit row is kept", null, false, false);
        }
    }

    /** Keeps the row of an attempt that came to nothing; of a flood of them only how many they were. */
    public void failed(Attempt attempt, int status) {
        @Nullable Caller caller = attempt.caller();
        if (caller == null || status == TOO_MANY) {
            String whose = caller == null ? NOBODY : caller.partner().ods();
            Flood.Left left = floods.computeIfAbsent(whose, any -> new Flood(System::nanoTime))
                    .left();
            left.others()
                    .ifPresent(number -> keep(new Row(
                            new Attempt(caller, "", "request", Optional.empty(), Optional.empty()),
                            caller == null ? UNAUTHENTICATED : TOO_MANY,
                            number + (caller == null ? OF_NOBODY : OVER_THE_LIMIT),
                            Set.of(),
                            Set.of())));
            if (!left.row()) {
                return;
            }
        }
        keep(new Row(attempt, status, null, status == TOO_MANY ? Set.of() : whom(attempt), Set.of()));
    }

    /** Whom an attempt concerned that came to nothing: in whose compartment lies what it names. */
    private Set<Long> whom(Attempt attempt) {
        if (attempt.type().isEmpty() || attempt.id().isEmpty()) {
            return Set.of();
        }
        Sql named = Sql.of(
                "select r.patient from resource r where r.type = ? and r.id = ? and r.patient is not null",
                attempt.type().get(),
                attempt.id().get());
        return Set.copyOf(transactions.read(transaction -> transaction.query(named, (row, number) -> row.getLong(1))));
    }

    /** Adds the row to a transaction that somebody else commits, with all whom that concerns. */
    public void add(Transaction transaction, Attempt attempt, int status, @Nullable String ground, Set<Long> patients) {
        add(transaction, new Row(attempt, status, ground, patients, Set.of()));
    }

    private void add(Transaction transaction, Attempt attempt, Answer<?> answer) {
        add(transaction, new Row(attempt, answer.status(), answer.ground(), answer.patients(), answer.shown()));
    }

    private void add(Transaction transaction, Row row) {
        Set<Long> all = Stream.concat(row.patients().stream(), transaction.concerned().stream())
                .collect(Collectors.toUnmodifiableSet());
        insert(transaction, List.of(new Row(row.attempt(), row.status(), row.ground(), all, row.shown())));
    }

    /** Whether rows were written since this was asked last; they may not be committed yet. */
    public boolean wroteSince() {
        return written.getAndSet(false);
    }

    private void keep(Row row) {
        rows.keep(row);
    }

    private void insert(Transaction transaction, List<Row> all) {
        written.set(true);
        List<Object[]> events = new ArrayList<>();
        List<Object[]> people = new ArrayList<>();
        for (Row row : all) {
            long id = ids.key();
            events.add(event(id, transaction, row));
            row.patients().forEach(patient -> people.add(new Object[] {id, patient}));
        }
        transaction.insert(AUDIT, events);
        transaction.insert(AUDIT_PATIENT, people);
    }

    private @Nullable Object[] event(long id, Transaction transaction, Row row) {
        Attempt attempt = row.attempt();
        @Nullable Caller caller = attempt.caller();
        return new @Nullable Object[] {
            id,
            transaction.timestamp(),
            caller == null ? null : caller.partner().ods(),
            attempt.requestId(),
            attempt.interaction(),
            attempt.type().orElse(null),
            attempt.id().orElse(null),
            caller == null ? null : caller.purpose(),
            row.ground(),
            (caller == null ? agreements.current() : caller.agreement()).version(),
            row.status(),
            caller == null ? null : caller.client().orElse(null),
            Shown.written(row.shown())
        };
    }

    /**
     * @param patients the keys of the people whom it concerned
     * @param shown the keys of the resources that were shown
     */
    private record Row(Attempt attempt, int status, @Nullable String ground, Set<Long> patients, Set<Long> shown) {}
}
