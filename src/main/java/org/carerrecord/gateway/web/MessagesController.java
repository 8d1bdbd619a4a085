package org.carerrecord.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.gateway.intake.Messages;
import org.carerrecord.mapping.Loss;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of a message: its sender sees its own, the admin all. */
@RestController
class MessagesController {

    private static final String OWN = "its own message";
    private static final String OPERATIONS = "operations: the fate of every message";

    private final Messages messages;
    private final AuditTrail audit;

    MessagesController(Messages messages, AuditTrail audit) {
        this.messages = messages;
        this.audit = audit;
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
        return audit.auditedRead(Attempt.of(caller, "messages"), transaction -> {
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
        Caller caller = caller(request);
        return audit.auditedRead(
                Attempt.of(caller, "messages", "message", id.substring(0, Math.min(id.length(), 64))), transaction -> {
                    Kept kept = messages.byId(transaction, id.replace("\0", ""), own(caller))
                            .orElseThrow(() -> new Fault(FaultKind.NOT_FOUND, "id", "there is no such message"));
                    return Answer.of(
                            Fate.of(kept, true), 200, ground(caller), messages.patients(transaction, List.of(kept)));
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
