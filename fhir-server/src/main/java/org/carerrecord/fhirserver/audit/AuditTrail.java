package org.carerrecord.fhirserver.audit;

import java.util.Set;
import java.util.function.Function;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.jspecify.annotations.Nullable;

/** Every attempt leaves its row, committed before its answer leaves. */
public final class AuditTrail {

    private static final String INSERT =
            """
            insert into audit (id, at, partner, request, interaction, type, resource, purpose, ground, agreement, outcome)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_PATIENT = "insert into audit_patient (audit, patient) values (?, ?)";

    private final Transactions transactions;
    private final Agreement agreement;
    private final Ids ids;
    private final @Nullable Transaction joined;

    public AuditTrail(Transactions transactions, Agreement agreement, Ids ids) {
        this(transactions, agreement, ids, null);
    }

    private AuditTrail(Transactions transactions, Agreement agreement, Ids ids, @Nullable Transaction joined) {
        this.transactions = transactions;
        this.agreement = agreement;
        this.ids = ids;
        this.joined = joined;
    }

    /** The same for what is a part of a transaction that is open already; it commits the rows with its own. */
    public AuditTrail within(Transaction transaction) {
        return new AuditTrail(transactions, agreement, ids, transaction);
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
        add(transaction, attempt, answer.status(), answer.ground(), answer.patients());
        return answer.value();
    }

    /** Keeps the row of an attempt that came to nothing. */
    public void failed(Attempt attempt, int status) {
        transactions.run(transaction -> {
            add(transaction, attempt, status, null, Set.of());
            return status;
        });
    }

    /** Adds the row to a transaction that somebody else commits. */
    public void add(Transaction transaction, Attempt attempt, int status, @Nullable String ground, Set<Long> patients) {
        long id = ids.key();
        @Nullable Caller caller = attempt.caller();
        transaction.update(
                INSERT,
                id,
                transaction.timestamp(),
                caller == null ? null : caller.partner().ods(),
                attempt.requestId(),
                attempt.interaction(),
                attempt.type().orElse(null),
                attempt.id().orElse(null),
                caller == null ? null : caller.purpose(),
                ground,
                agreement.version(),
                status);
        transaction.batch(
                INSERT_PATIENT,
                patients.stream().map(patient -> new Object[] {id, patient}).toList());
    }
}
