package org.carerrecord.gateway.inbound;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.gateway.intake.Envelope;
import org.carerrecord.gateway.intake.Intake;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /hl7v2}: one message; the token tells the sender. */
@RestController
class Hl7OverHttp {

    /** The same as over MLLP. */
    private static final int MOST_BYTES = 5 * 1024 * 1024;

    private static final MediaType HL7 = MediaType.parseMediaType("application/hl7-v2");

    private final Intake intake;
    private final Hl7V2 format;
    private final Ids ids;
    private final Clock clock;

    Hl7OverHttp(Intake intake, Hl7V2 format, Ids ids, Clock clock) {
        this.intake = intake;
        this.format = format;
        this.ids = ids;
        this.clock = clock;
    }

    /** AA, AE and AR have status 200; 413 and 503 still carry an AR for those who read it. */
    @PostMapping(
            path = "/hl7v2",
            consumes = {"application/hl7-v2", "x-application/hl7-v2+er7", MediaType.TEXT_PLAIN_VALUE})
    ResponseEntity<byte[]> receive(HttpServletRequest request) throws IOException {
        byte[] message = request.getInputStream().readNBytes(MOST_BYTES + 1);
        String id = ids.id();
        Caller caller = (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
        if (message.length > MOST_BYTES) {
            return refuse(message, id, new Fault(FaultKind.TOO_LARGE, "MSH", "a message has at most 5 MB"));
        }
        try {
            byte[] acknowledgement =
                    intake.take(new Envelope(format, message, caller, id)).acknowledgement();
            return acknowledgement.length == 0
                    ? ResponseEntity.noContent().build()
                    : ResponseEntity.ok().contentType(HL7).body(acknowledgement);
        } catch (Fault nothingKept) {
            return refuse(message, id, nothingKept);
        }
    }

    private ResponseEntity<byte[]> refuse(byte[] message, String id, Fault fault) {
        return ResponseEntity.status(fault.kind().httpStatus())
                .contentType(HL7)
                .body(format.refusal(message, fault, id, clock.instant()));
    }
}
