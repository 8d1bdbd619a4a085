package org.carerrecord.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The way of a message into the record, whatever its format. */
@Service
public class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Transactions transactions;
    private final Messages messages;
    private final Statements statements;
    private final NumberReviews numbers;
    private final AuditTrail audit;
    private final MeterRegistry meters;
    private final Clock clock;

    Intake(
            Transactions transactions,
            Messages messages,
            Statements statements,
            NumberReviews numbers,
            AuditTrail audit,
            MeterRegistry meters,
            Clock clock) {
        this.transactions = transactions;
        this.messages = messages;
        this.statements = statements;
        this.numbers = numbers;
        this.audit = audit;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Takes one message: keep the raw form, parse, map with losses, contribute, Provenance and audit; commit; then answer.
     * What cannot be applied is rolled back, and a second transaction keeps the message and its fate.
     *
     * @return the message as it was kept, with its answer
     * @throws Fault UNAVAILABLE when nothing could be kept
     */
    public Kept take(Envelope envelope) {
        return counted(taken(envelope, Optional.empty()));
    }

    /**
     * Takes a message once more that was kept and not applied, in the same way; when it was applied since, its answer is given
     * again. What it says without a time was said when it first came; of a person whom its sender deleted since, right after
     * that: who was deleted was another, or the reason why it was refused.
     *
     * @throws Fault UNAVAILABLE when nothing could be kept
     */
    public Kept replay(Envelope envelope, Instant received) {
        return counted(taken(envelope, Optional.of(received)));
    }

    private Kept counted(Kept kept) {
        meters.counter(
                        "gateway.messages",
                        "partner",
                        kept.partner(),
                        "format",
                        kept.format(),
                        "outcome",
                        kept.outcome())
                .increment();
        return kept;
    }

    private Kept taken(Envelope envelope, Optional<Instant> before) {
        Kept.Header header = envelope.format().header(envelope.raw()).storable();
        try {
            return transactions.run(transaction -> sentAlready(transaction, envelope, header, before.isPresent())
                    .orElseGet(() -> apply(transaction, envelope, header, before)));
        } catch (Fault fault) {
            return NumberReviews.areFor(fault)
                    ? keepAndAsk(envelope, header, fault)
                    : keepRefused(envelope, header, fault);
        } catch (RuntimeException mistake) {
            LOG.error("message {} met a mistake of the gateway: {}", envelope.id(), place(mistake));
            return keepRefused(
                    envelope,
                    header,
                    new Fault(
                            FaultKind.INTERNAL,
                            "gateway",
                            "the gateway has a mistake of its own; tell its operator",
                            mistake));
        }
    }

    /** @param before when it first came, if it is taken once more */
    private Kept apply(Transaction transaction, Envelope envelope, Kept.Header header, Optional<Instant> before) {
        Mapped<Understood> mapped =
                envelope.format().understand(envelope.raw(), envelope.sender().partner());
        checkFacility(envelope, header);
        List<Loss> losses = new ArrayList<>(mapped.losses());
        Instant received = before.orElseGet(transaction::now);
        Instant saidAt = Saying.saidAt(mapped.value(), received, envelope.format(), losses);
        Births.takeNoneAhead(mapped.value(), received, envelope.format(), losses);
        Mapped<List<Outcome>> contributed = statements.contribute(
                transaction,
                envelope.sender(),
                Saying.of(envelope, header, mapped.value(), saidAt, before.isPresent()),
                mapped.value());
        losses.addAll(contributed.losses());
        Kept kept = Kept.of(
                envelope,
                header,
                Verdict.applied(envelope.id(), transaction.now(), losses, written(contributed.value())));
        messages.save(transaction, kept);
        audit.add(transaction, attempt(envelope), 200, ground(envelope), patients(contributed.value()));
        return kept;
    }

    /**
     * carer-model.md, contributions 7.
     *
     * @param again whether one that was not applied is to be tried again
     */
    private Optional<Kept> sentAlready(Transaction transaction, Envelope envelope, Kept.Header header, boolean again) {
        boolean isNumbered = !header.controlId().isEmpty();
        if (!isNumbered && !again) {
            return Optional.empty();
        }
        String partner = envelope.sender().partner().ods();
        Locks.keys(transaction, Messages.locks(envelope, header));
        for (Kept before : messages.sentBefore(transaction, partner, header, envelope.raw())) {
            boolean same = Arrays.equals(before.raw(), envelope.raw());
            if (same
                    && before.stop().filter(stop -> again || stop.isRetryable()).isEmpty()
                    && !(envelope.format().isOfExtracts() && messages.isOvertaken(transaction, before))) {
                audit.add(transaction, attempt(envelope), 200, "the same message again", Set.of());
                return Optional.of(before);
            }
            if (!same
                    && isNumbered
                    && before.header().time().equals(header.time())
                    && before.outcome().equals("AA")) {
                throw new Fault(
                        FaultKind.DUPLICATE,
                        envelope.format().places().controlId(),
                        "this control id and time belong to a message with other content");
            }
        }
        return Optional.empty();
    }

    /** One that names another partner is refused; one that no partner owns is a facility of the sender's (contract.md). */
    private void checkFacility(Envelope envelope, Kept.Header header) {
        String facility = header.facility();
        if (!facility.equals(envelope.sender().partner().ods())
                && envelope.sender().agreement().partner(facility).isPresent()) {
            throw new Fault(
                    FaultKind.FORBIDDEN,
                    envelope.format().places().facility(),
                    "the sending facility is another partner of the agreement");
        }
    }

    private Kept keepRefused(Envelope envelope, Kept.Header header, Fault fault) {
        try {
            return transactions.run(transaction -> refuse(transaction, envelope, header, fault));
        } catch (Fault cause) {
            throw new Fault(FaultKind.UNAVAILABLE, "store", "nothing could be kept; send it again later", cause);
        }
    }

    private Kept refuse(Transaction transaction, Envelope envelope, Kept.Header header, Fault fault) {
        Kept kept = Kept.of(envelope, header, Verdict.refused(envelope.id(), clock.instant(), fault));
        messages.save(transaction, kept);
        audit.add(transaction, attempt(envelope), fault.kind().httpStatus(), null, Set.of());
        return kept;
    }

    /** Both in one transaction; the message is kept whatever becomes of the question. */
    private Kept keepAndAsk(Envelope envelope, Kept.Header header, Fault fault) {
        try {
            return transactions.run(transaction -> {
                Understood understood = envelope.format()
                        .understand(envelope.raw(), envelope.sender().partner())
                        .value();
                Saying saying = Saying.of(envelope, header, understood, transaction.now(), false);
                numbers.ask(transaction, envelope.sender(), saying, understood);
                return refuse(transaction, envelope, header, fault);
            });
        } catch (RuntimeException notAsked) {
            LOG.warn("nobody could be asked about the numbers of message {}: {}", envelope.id(), place(notAsked));
            return keepRefused(envelope, header, fault);
        }
    }

    private static Attempt attempt(Envelope envelope) {
        return new Attempt(
                envelope.sender(),
                envelope.sender().requestId(),
                envelope.format().name(),
                Optional.empty(),
                Optional.of(envelope.id()));
    }

    private String ground(Envelope envelope) {
        return envelope.sender().mayContribute("Patient").map(Grant::ground).orElse("");
    }

    static List<String> written(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome::changed)
                .map(outcome -> outcome.type() + "/" + outcome.id() + "/_history/" + outcome.version())
                .distinct()
                .toList();
    }

    static Set<Long> patients(List<Outcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> Optional.ofNullable(outcome.patient()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Where it happened; the message of a mistake may repeat content. */
    private static String place(RuntimeException mistake) {
        StackTraceElement[] trace = mistake.getStackTrace();
        return mistake.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
