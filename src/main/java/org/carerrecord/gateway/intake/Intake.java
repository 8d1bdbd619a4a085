package org.carerrecord.gateway.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.hospitaldischarge.AdtHeader;
import org.carerrecord.hospitaldischarge.AdtMessages;
import org.carerrecord.hospitaldischarge.Sender;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The way of a message into the record. */
@Service
public class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** carer-model.md, contributions 3. */
    private static final Duration AHEAD_AT_MOST = Duration.ofMinutes(10);

    private static final String FORMAT = "hl7-v2";

    private final Transactions transactions;
    private final Messages messages;
    private final Statements statements;
    private final AuditTrail audit;
    private final Agreement agreement;
    private final Acknowledgements acknowledgements;
    private final Clock clock;

    Intake(
            Transactions transactions,
            Messages messages,
            Statements statements,
            AuditTrail audit,
            Agreement agreement,
            Acknowledgements acknowledgements,
            Clock clock) {
        this.transactions = transactions;
        this.messages = messages;
        this.statements = statements;
        this.audit = audit;
        this.agreement = agreement;
        this.acknowledgements = acknowledgements;
        this.clock = clock;
    }

    /**
     * Takes one HL7 v2 message: keep the raw form, parse, map with losses, contribute, Provenance and audit; commit; then
     * acknowledge. What cannot be applied is rolled back, and a second transaction keeps the message and its fate.
     *
     * @return the message as it was kept, with its acknowledgement
     * @throws Fault UNAVAILABLE when nothing could be kept
     */
    public Kept take(Envelope envelope) {
        Optional<AdtHeader> header = AdtMessages.header(envelope.raw());
        try {
            return transactions.run(transaction ->
                    sentAlready(transaction, envelope, header).orElseGet(() -> apply(transaction, envelope, header)));
        } catch (Fault fault) {
            return keepRefused(envelope, header, fault);
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

    private Kept apply(Transaction transaction, Envelope envelope, Optional<AdtHeader> msh) {
        Mapped<Understood> mapped = AdtMessages.understand(envelope.raw(), sender(envelope));
        Kept.Header header = header(msh);
        checkFacility(envelope, header);
        List<Loss> losses = new ArrayList<>(mapped.losses());
        Instant saidAt = saidAt(mapped.value(), transaction.now(), losses);
        Version.SaidBy said = new Version.SaidBy(
                envelope.sender().partner().ods(),
                envelope.sender().requestId(),
                envelope.id(),
                cut(header.controlId(), 200));
        Mapped<List<Outcome>> contributed =
                statements.contribute(transaction, envelope.sender(), said, mapped.value(), saidAt);
        losses.addAll(contributed.losses());
        Kept kept =
                kept(envelope, msh, transaction.now(), "AA", Optional.empty(), losses, written(contributed.value()));
        messages.save(transaction, kept);
        audit.add(transaction, attempt(envelope), 200, ground(envelope), patients(contributed.value()));
        return kept;
    }

    /** carer-model.md, contributions 7. */
    private Optional<Kept> sentAlready(Transaction transaction, Envelope envelope, Optional<AdtHeader> msh) {
        if (msh.isEmpty() || msh.get().controlId().isEmpty()) {
            return Optional.empty();
        }
        Kept.Header header = header(msh);
        String partner = envelope.sender().partner().ods();
        Records.lockKeys(transaction, Set.of(Messages.lock(partner, header)));
        for (Kept before : messages.sentBefore(transaction, partner, header)) {
            boolean same = Arrays.equals(before.raw(), envelope.raw());
            if (same && !before.stop().map(Kept.Stop::isRetryable).orElse(false)) {
                audit.add(transaction, attempt(envelope), 200, "the same message again", Set.of());
                return Optional.of(before);
            }
            if (!same
                    && before.header().time().equals(header.time())
                    && before.outcome().equals("AA")) {
                throw new Fault(
                        FaultKind.DUPLICATE,
                        "MSH-10",
                        "this control id and time belong to a message with other content");
            }
        }
        return Optional.empty();
    }

    /** An MSH-4 that names another partner is refused; one that no partner owns is a facility of the sender's (contract.md). */
    private void checkFacility(Envelope envelope, Kept.Header header) {
        String facility = header.facility();
        if (!facility.equals(envelope.sender().partner().ods())
                && agreement.partner(facility).isPresent()) {
            throw new Fault(FaultKind.FORBIDDEN, "MSH-4", "the sending facility is another partner of the agreement");
        }
    }

    private static Instant saidAt(Understood understood, Instant now, List<Loss> losses) {
        Instant said = understood.saidAt().orElse(now);
        if (said.isAfter(now.plus(AHEAD_AT_MOST))) {
            losses.add(new Loss("EVN-2", "it lies more than 10 minutes ahead: the time of receipt stands for it"));
            return now;
        }
        return said;
    }

    private Kept keepRefused(Envelope envelope, Optional<AdtHeader> header, Fault fault) {
        Instant now = clock.instant();
        Kept kept =
                kept(envelope, header, now, fault.kind().acknowledgement(), Optional.of(fault), List.of(), List.of());
        try {
            return transactions.run(transaction -> {
                messages.save(transaction, kept);
                audit.add(transaction, attempt(envelope), fault.kind().httpStatus(), null, Set.of());
                return kept;
            });
        } catch (Fault cause) {
            throw new Fault(FaultKind.UNAVAILABLE, "store", "nothing could be kept; send it again later", cause);
        }
    }

    private Kept kept(
            Envelope envelope,
            Optional<AdtHeader> header,
            Instant received,
            String outcome,
            Optional<Fault> fault,
            List<Loss> losses,
            List<String> written) {
        return new Kept(
                envelope.id(),
                envelope.sender().partner().ods(),
                received,
                FORMAT,
                header(header),
                envelope.raw(),
                outcome,
                fault.map(Kept.Stop::of),
                losses,
                written,
                acknowledgements.answer(header, outcome, fault, losses, envelope.id(), received));
    }

    private static Kept.Header header(Optional<AdtHeader> header) {
        return header.map(msh -> new Kept.Header(
                        cut(msh.sendingApplication(), 300),
                        cut(msh.sendingFacility(), 300),
                        cut(msh.controlId(), 300),
                        cut(msh.messageTime(), 60)))
                .orElse(new Kept.Header("", "", "", ""));
    }

    private static Sender sender(Envelope envelope) {
        return new Sender(
                envelope.sender().partner().ods(), envelope.sender().partner().name());
    }

    private static Attempt attempt(Envelope envelope) {
        return new Attempt(
                envelope.sender(), envelope.sender().requestId(), FORMAT, Optional.empty(), Optional.of(envelope.id()));
    }

    private String ground(Envelope envelope) {
        return agreement
                .mayContribute(envelope.sender(), "Patient")
                .map(Grant::ground)
                .orElse("");
    }

    private static List<String> written(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome::changed)
                .map(outcome -> outcome.type() + "/" + outcome.id() + "/_history/" + outcome.version())
                .distinct()
                .toList();
    }

    private static Set<Long> patients(List<Outcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> Optional.ofNullable(outcome.patient()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** PostgreSQL stores no U+0000. */
    private static String cut(String text, int most) {
        String stored = text.replace("\0", "");
        return stored.length() <= most ? stored : stored.substring(0, most);
    }

    /** Where it happened; the message of a mistake may repeat content. */
    private static String place(RuntimeException mistake) {
        StackTraceElement[] trace = mistake.getStackTrace();
        return mistake.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
