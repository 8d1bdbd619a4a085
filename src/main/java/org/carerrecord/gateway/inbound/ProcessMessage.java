package org.carerrecord.gateway.inbound;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Scopes;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.gateway.intake.Envelope;
import org.carerrecord.gateway.intake.Intake;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Reference;
import org.springframework.stereotype.Component;

/**
 * {@code POST /fhir/$process-message} (R4, Messaging): an R4 message by the same way as {@code /intake/fhir}, answered by a
 * message that says what became of it.
 */
@Component
public class ProcessMessage {

    private final Intake intake;
    private final FhirContext r4;
    private final FhirDocuments documents;
    private final Ids ids;

    ProcessMessage(Intake intake, FhirContext r4, FhirDocuments documents, Ids ids) {
        this.intake = intake;
        this.r4 = r4;
        this.documents = documents;
        this.ids = ids;
    }

    /**
     * Takes the message.
     *
     * @throws Fault INVALID when it is no message that could be answered; UNAVAILABLE when nothing could be kept
     */
    @Operation(name = "$process-message", manualRequest = true)
    public Bundle process(ServletRequestDetails request) {
        if (!(Requests.sent(request).orElse(null) instanceof Bundle message)
                || message.getType() != BundleType.MESSAGE
                || !(message.getEntryFirstRep().getResource() instanceof MessageHeader header)) {
            throw new Fault(
                    FaultKind.INVALID,
                    "Bundle",
                    "send a Bundle of type message that begins with its MessageHeader; /intake/fhir takes documents");
        }
        byte[] raw = request.loadRequestContents();
        Caller caller =
                (Caller) Objects.requireNonNull(request.getServletRequest().getAttribute(Requests.CALLER));
        // The edge asked for the scope to update; what a message tells of may be new.
        caller.scopes().require("Authorization", Scopes.Action.CREATE, Scopes.ANY_TYPE);
        Kept kept = intake.take(new Envelope(documents.open(raw, Optional.of("4.0")), raw, caller, ids.id()));
        return answer(header, kept);
    }

    private Bundle answer(MessageHeader to, Kept kept) {
        String details = "urn:uuid:" + UUID.nameUUIDFromBytes(kept.id().getBytes(StandardCharsets.UTF_8));
        MessageHeader header = new MessageHeader();
        header.setEvent(to.getEvent());
        header.getSource().setName("Carer record gateway").setEndpoint(Canonical.BASE + "gateway");
        header.getResponse()
                .setIdentifier(to.getIdElement().getIdPart())
                .setCode(code(kept))
                .setDetails(new Reference(details));
        Bundle answer = new Bundle().setType(BundleType.MESSAGE);
        answer.setTimestampElement(new InstantType(kept.received().toString()));
        answer.addEntry()
                .setFullUrl("urn:uuid:" + UUID.nameUUIDFromBytes(kept.acknowledgement()))
                .setResource(header);
        answer.addEntry().setFullUrl(details).setResource(outcome(kept));
        return answer;
    }

    private OperationOutcome outcome(Kept kept) {
        return r4.newJsonParser()
                .parseResource(OperationOutcome.class, new String(kept.acknowledgement(), StandardCharsets.UTF_8));
    }

    /** Whether sending it again may help. */
    private static ResponseType code(Kept kept) {
        return kept.stop()
                .map(stop -> FaultKind.valueOf(stop.kind()).retryable()
                        ? ResponseType.TRANSIENTERROR
                        : ResponseType.FATALERROR)
                .orElse(ResponseType.OK);
    }
}
