package org.carerrecord.gateway.inbound;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /hl7v2}: a message, several or a batch; the token tells the sender. */
@RestController
class Hl7OverHttp {

    /** The same as over MLLP. */
    private static final int MOST_BYTES = 5 * 1024 * 1024;

    private static final MediaType HL7 = MediaType.parseMediaType("application/hl7-v2");

    private final Deliveries deliveries;
    private final Hl7V2 format;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    Hl7OverHttp(Deliveries deliveries, Hl7V2 format, AuditTrail audit, Ids ids, Clock clock) {
        this.deliveries = deliveries;
        this.format = format;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * AA, AE and AR have status 200; 413 and 503 still carry an AR for those who read it. A batch of which something could not
     * be kept has 503: when it is sent again, what was kept is answered as before.
     */
    @PostMapping(
            path = "/hl7v2",
            consumes = {"application/hl7-v2", "x-application/hl7-v2+er7", MediaType.TEXT_PLAIN_VALUE})
    ResponseEntity<byte[]> receive(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        String id = ids.id();
        Caller caller = (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
        if (body.length > MOST_BYTES) {
            Fault fault = new Fault(FaultKind.TOO_LARGE, "MSH", "a message or batch has at most 5 MB");
            audit.failed(
                    new Attempt(caller, caller.requestId(), format.name(), Optional.empty(), Optional.of(id)),
                    fault.kind().httpStatus());
            return answer(fault.kind().httpStatus(), format.refusal(body, fault, id, clock.instant()));
        }
        Deliveries.Answer answer = deliveries.take(body, caller, id);
        int status =
                answer.nothingKept().map(fault -> fault.kind().httpStatus()).orElse(200);
        return answer.bytes().length == 0 ? ResponseEntity.noContent().build() : answer(status, answer.bytes());
    }

    private static ResponseEntity<byte[]> answer(int status, byte[] body) {
        return ResponseEntity.status(status).contentType(HL7).body(body);
    }
}
