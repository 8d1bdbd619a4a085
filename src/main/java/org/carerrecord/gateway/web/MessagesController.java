package org.carerrecord.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.gateway.intake.Envelope;
import org.carerrecord.gateway.intake.Formats;
import org.carerrecord.gateway.intake.Intake;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.gateway.intake.Messages;
import org.carerrecord.mapping.Loss;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of a message, and taking it once more: its sender its own, the admin all. */
@RestController
class MessagesController {

    private static final String OWN = "its own message";
    private static final String OPERATIONS = "operations: the fate of every message";

    private static final String APPLIED = "AA";

    private final Messages messages;
    private final AuditTrail audit;
    private final Intake intake;
    private final Formats formats;
    private final Agreements agreements;
    private final Ids ids;

    MessagesController(
            Messages messages, AuditTrail audit, Intake intake, Formats formats, Agreements agreements, Ids ids) {
        this.messages = messages;
        this.audit = audit;
        this.intake = intake;
        this.formats = formats;
        this.agreements = agreements;
        this.ids = ids;
    }

    /**
     * A message and its fate.
     *
     * @param written references of the versions that it made
     * @param raw what came in; shown for one message only
     */
    record Fate(
            String id,
            String partner,
            Instant received,
            String format,
            String controlId,
            String outcome,
            Kept.@Nullable Stop fault,
            List<Loss> losses,
            List<String> written,
            String acknowledgement,
            @Nullable String raw) {

        static Fate of(Kept kept, boolean whole) {
            return new Fate(
                    kept.id(),
                    kept.partner(),
                    kept.received(),
                    kept.format(),
                    kept.header().controlId(),
                    kept.outcome(),
                    kept.stop().orElse(null),
                    kept.losses(),
                    kept.written(),
                    new String(kept.acknowledgement(), StandardCharsets.UTF_8),
                    whole ? new String(kept.raw(), StandardCharsets.UTF_8) : null);
        }
    }

    /** The newest messages under a control id (MSH-10). */
    @GetMapping("/messages")
    List<Fate> byControlId(@RequestParam String controlId, HttpServletRequest request) {
        Caller caller = caller(request);
        return audit.auditedRead(Requests.tried(request, Attempt.of(caller, "messages")), transaction -> {
            List<Kept> kept = messages.byControlId(transaction, controlId.replace("\0", ""), own(caller));
            return Answer.of(
                    kept.stream().map(one -> Fate.of(one, false)).toList(),
                    200,
                    ground(caller),
                    messages.patients(transaction, kept));
        });
    }

    /** One message by the gateway's id. */
    @GetMapping("/messages/{id}")
    Fate byId(@PathVariable String id, HttpServletRequest request) {
        return Fate.of(kept(id, request, "messages"), true);
    }

    /**
     * A message that was kept and not applied is taken once more, as its sender's, under the agreement of today; the audit has
     * who asked for it beside, under the same request id.
     *
     * @return the fate of the new attempt, which is a message of its own; of one that was applied, its own
     */
    @PostMapping("/messages/{id}/replay")
    Fate replay(@PathVariable String id, HttpServletRequest request) {
        Caller caller = caller(request);
        Kept kept = kept(id, request, "replay");
        return Fate.of(
                kept.outcome().equals(APPLIED)
                        ? kept
                        : intake.replay(
                                new Envelope(formats.of(kept), kept.raw(), sender(kept, caller), ids.id()),
                                kept.received()),
                false);
    }

    private Caller sender(Kept kept, Caller caller) {
        return caller.operates()
                ? agreements
                        .caller(kept.partner(), caller.requestId())
                        .orElseThrow(() -> new Fault(
                                FaultKind.FORBIDDEN, "id", "its sender is no partner of the agreement any more"))
                : caller;
    }

    private Kept kept(String asked, HttpServletRequest request, String interaction) {
        Caller caller = caller(request);
        String id = asked.replace("\0", "");
        Attempt attempt = Attempt.of(caller, interaction, "message", id.substring(0, Math.min(id.length(), 64)));
        return audit.auditedRead(Requests.tried(request, attempt), transaction -> {
            Kept kept = messages.byId(transaction, id, own(caller))
                    .orElseThrow(() -> new Fault(FaultKind.NOT_FOUND, "id", "there is no such message"));
            return Answer.of(kept, 200, ground(caller), messages.patients(transaction, List.of(kept)));
        });
    }

    private static String ground(Caller caller) {
        return own(caller).isPresent() ? OWN : OPERATIONS;
    }

    private static Caller caller(HttpServletRequest request) {
        return (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
    }

    private static Optional<String> own(Caller caller) {
        return caller.operates()
                ? Optional.empty()
                : Optional.of(caller.partner().ods());
    }
}
