package org.carerrecord.gateway.web;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.Outcomes;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The answer to a stop outside of the FHIR servlet: its audit row, then an OperationOutcome. */
@Component
class FaultAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(FaultAnswers.class);

    private final FhirContext context;
    private final AuditTrail audit;

    FaultAnswers(FhirContext context, AuditTrail audit) {
        this.context = context;
        this.audit = audit;
    }

    void answer(HttpServletRequest request, HttpServletResponse response, Fault fault) throws IOException {
        Fault told = keep(request, fault);
        if (told.kind().httpStatus() >= 500) {
            LOG.error("request {}: {} at {}", request.getAttribute(Requests.REQUEST_ID), told.kind(), told.place());
        }
        byte[] body = context.newJsonParser()
                .encodeResourceToString(Outcomes.of(told))
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(told.kind().httpStatus());
        if (told.kind() == FaultKind.UNAUTHENTICATED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        if (told.kind() == FaultKind.UNAVAILABLE) {
            response.setHeader("Retry-After", "1");
        }
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.getOutputStream().write(body);
    }

    private Fault keep(HttpServletRequest request, Fault fault) {
        try {
            audit.failed(
                    Requests.tried(request).orElseGet(() -> unnamed(request)),
                    fault.kind().httpStatus());
            return fault;
        } catch (Fault notEvenThat) {
            return notEvenThat;
        }
    }

    private static Attempt unnamed(HttpServletRequest request) {
        return new Attempt(
                (Caller) request.getAttribute(Requests.CALLER),
                Objects.requireNonNullElse((String) request.getAttribute(Requests.REQUEST_ID), ""),
                "request",
                Optional.empty(),
                Optional.empty());
    }
}
