package org.carerrecord.gateway.inbound;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.rest.Outcomes;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.gateway.intake.Envelope;
import org.carerrecord.gateway.intake.Intake;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /intake/fhir}: a FHIR document of any version that a mapper reads; the token tells the sender. */
@RestController
class FhirOverHttp {

    /** A whole record of general practice with its consultations stays below it. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final MediaType FHIR = MediaType.parseMediaType("application/fhir+json;charset=UTF-8");

    private final Intake intake;
    private final FhirContext r4;
    private final FhirDocuments documents;
    private final Ids ids;

    FhirOverHttp(Intake intake, FhirContext r4, FhirDocuments documents, Ids ids) {
        this.intake = intake;
        this.r4 = r4;
        this.documents = documents;
        this.ids = ids;
    }

    @PostMapping(
            path = "/intake/fhir",
            consumes = {
                "application/fhir+json",
                "application/fhir+xml",
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.APPLICATION_XML_VALUE
            })
    ResponseEntity<byte[]> receive(HttpServletRequest request) throws IOException {
        byte[] document = request.getInputStream().readNBytes(MOST_BYTES + 1);
        Caller caller = (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
        if (document.length > MOST_BYTES) {
            Requests.tried(request, Attempt.of(caller, "intake-fhir"));
            throw new Fault(FaultKind.TOO_LARGE, "body", "a record has at most 16 MB");
        }
        try {
            Kept kept =
                    intake.take(new Envelope(documents.open(document, version(request)), document, caller, ids.id()));
            int status = kept.stop()
                    .map(stop -> FaultKind.valueOf(stop.kind()).httpStatus())
                    .orElse(200);
            return ResponseEntity.status(status)
                    .header("Location", "/messages/" + kept.id())
                    .contentType(FHIR)
                    .body(kept.acknowledgement());
        } catch (Fault nothingKept) {
            return refuse(nothingKept);
        }
    }

    /** The parameter fhirVersion of the media type (FHIR, "Managing Multiple FHIR Versions"). */
    private static Optional<String> version(HttpServletRequest request) {
        return Optional.ofNullable(
                        MediaType.parseMediaType(request.getContentType()).getParameter("fhirVersion"))
                .map(version -> version.replace("\"", ""));
    }

    private ResponseEntity<byte[]> refuse(Fault fault) {
        return ResponseEntity.status(fault.kind().httpStatus())
                .contentType(FHIR)
                .body(FhirDocument.json(Outcomes.of(fault), r4));
    }
}
