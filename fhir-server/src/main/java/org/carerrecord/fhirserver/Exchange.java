package org.carerrecord.fhirserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.fhirserver.validation.FullValidation;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** A FHIR request that writes: patches become changes, the changes go down the one write path, and its answer is kept. */
public final class Exchange {

    private static final String OWN_WORDS = "";

    private final WritePath write;
    private final FullValidation validation;
    private final AuditTrail audit;
    private final Patching patching;

    public Exchange(WritePath write, FullValidation validation, AuditTrail audit, QueryParser queries) {
        this.write = write;
        this.validation = validation;
        this.audit = audit;
        this.patching = new Patching(queries);
    }

    /**
     * The steps in a transaction of their own, with the audit row of the attempt.
     *
     * @param whole whether the outcomes are wanted with their contents
     * @param again by what the request is known when it comes again; then its first answer is given again
     * @param then what is made of an outcome for each step, in their order, before the transaction ends
     * @throws Fault naming the place of the step that stopped it; nothing is stored then
     */
    public <T> T run(
            Caller asking,
            Attempt attempt,
            List<Step> steps,
            boolean whole,
            Optional<UUID> again,
            BiFunction<Transaction, List<Outcome>, T> then) {
        return run(asking, attempt, steps, Optional.empty(), whole, again, then);
    }

    /**
     * The same, with what the gateway itself says after the steps.
     *
     * @param then its outcomes come behind those of the steps
     */
    public <T> T run(
            Caller asking,
            Attempt attempt,
            List<Step> steps,
            Optional<Following> following,
            boolean whole,
            Optional<UUID> again,
            BiFunction<Transaction, List<Outcome>, T> then) {
        Caller caller = asking.unscoped();
        // Before the transaction: it takes long.
        steps.forEach(step -> {
            if (step instanceof Step.Write(Change change)) {
                validate(caller, change);
            }
        });
        try {
            return audited(asking, caller, attempt, steps, following, whole, again, then);
        } catch (Fault fault) {
            throw asked(caller, attempt, steps, fault);
        }
    }

    private <T> T audited(
            Caller asking,
            Caller caller,
            Attempt attempt,
            List<Step> steps,
            Optional<Following> following,
            boolean whole,
            Optional<UUID> again,
            BiFunction<Transaction, List<Outcome>, T> then) {
        return audit.audited(attempt, transaction -> {
            Visibility visibility = new Visibility(caller, transaction.now());
            List<Outcome> outcomes = again.flatMap(digest -> Answers.first(transaction, digest, visibility))
                    .orElseGet(() -> {
                        List<Outcome> fresh =
                                followed(transaction, caller, following, write(transaction, caller, steps, visibility));
                        again.ifPresent(digest -> Answers.keep(transaction, digest, fresh));
                        return fresh;
                    });
            return Answer.of(
                    then.apply(
                            transaction,
                            shown(asking, whole ? whole(new Sight(transaction, visibility), outcomes) : outcomes)),
                    outcomes.stream().anyMatch(Outcome::created) ? 201 : 200,
                    following.map(Following::ground).orElseGet(() -> ground(caller, steps)),
                    outcomes.stream().map(Outcome::patient).toList());
        });
    }

    private List<Outcome> followed(
            Transaction transaction, Caller caller, Optional<Following> following, List<Outcome> written) {
        return following
                .map(one -> one.work()
                        .after(
                                transaction,
                                caller,
                                written,
                                made -> write.say(transaction, caller, said(caller), made)))
                .map(made -> Stream.concat(written.stream(), made.stream()).toList())
                .orElse(written);
    }

    /**
     * Asks people about a refusal that is theirs to look into, in one transaction with its audit row.
     *
     * @return the refusal, {@link AuditTrail#kept} where its row is kept
     */
    private Fault asked(Caller caller, Attempt attempt, List<Step> steps, Fault fault) {
        Optional<Step> refused = steps.stream()
                .filter(step -> write.isAsked(step.type(), step.place(), fault))
                .findFirst();
        try {
            return refused.isEmpty()
                    ? fault
                    : audit.audited(attempt, transaction -> {
                        Change change =
                                change(transaction, caller, refused.get(), new Visibility(caller, transaction.now()));
                        return Answer.of(
                                AuditTrail.kept(fault),
                                fault.kind().httpStatus(),
                                ground(caller, steps),
                                write.ask(transaction, caller, said(caller), change).stream()
                                        .map(Outcome::patient)
                                        .toList());
                    });
        } catch (Fault notAsked) {
            fault.addSuppressed(notAsked);
            return fault;
        }
    }

    private static Version.SaidBy said(Caller caller) {
        return new Version.SaidBy(caller.partner().ods(), caller.requestId(), null, null);
    }

    /** Who may write a type and not read it is told no contents. */
    private static List<Outcome> shown(Caller asking, List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> asking.scopes().show(outcome.type()) ? outcome : outcome.with(null))
                .toList();
    }

    private void validate(Caller caller, Change change) {
        if (caller.partner().fullyValidated() && change.resource() != null) {
            validation.require(change.element(), change.resource());
        }
    }

    /** With the contents of what the changes left as it was. */
    private static List<Outcome> whole(Sight sight, List<Outcome> outcomes) {
        List<Long> unread = outcomes.stream()
                .filter(outcome -> outcome.live() && outcome.content() == null)
                .map(Outcome::pk)
                .toList();
        if (unread.isEmpty()) {
            return outcomes;
        }
        Map<Long, Version> current = sight.current(Sql.in("r.pk", unread)).stream()
                .collect(Collectors.toMap(Version::pk, Function.identity()));
        return outcomes.stream()
                .map(outcome -> Optional.ofNullable(current.get(outcome.pk()))
                        .map(version -> outcome.with(version.content()))
                        .orElse(outcome))
                .toList();
    }

    private List<Outcome> write(Transaction transaction, Caller caller, List<Step> steps, Visibility visibility) {
        if (steps.isEmpty()) {
            return List.of();
        }
        List<Change> changes = steps.stream()
                .map(step -> change(transaction, caller, step, visibility))
                .toList();
        try {
            return write.write(transaction, caller, said(caller), changes);
        } catch (Fault fault) {
            Set<String> patched = steps.stream()
                    .filter(Step.Patch.class::isInstance)
                    .map(Step::place)
                    .collect(Collectors.toUnmodifiableSet());
            if (fault.kind() == FaultKind.VERSION_MISMATCH && patched.contains(fault.place())) {
                // Somebody wrote between the look and the lock: look again.
                throw new Transactions.Overtaken();
            }
            throw fault;
        }
    }

    private Change change(Transaction transaction, Caller caller, Step step, Visibility visibility) {
        return switch (step) {
            // A retry must find the change as it came.
            case Step.Write(Change change) ->
                change.resource() == null
                        ? change
                        : change.with(change.resource().copy());
            case Step.Patch patch -> {
                Change patched = patching.of(transaction, caller, patch, visibility);
                validate(caller, patched);
                yield patched;
            }
        };
    }

    private String ground(Caller caller, List<Step> steps) {
        return steps.stream()
                .flatMap(step -> caller.mayContribute(step.type()).stream())
                .map(Grant::ground)
                .findFirst()
                .orElse(OWN_WORDS);
    }
}
