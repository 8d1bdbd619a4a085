package org.carerrecord.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.AgreementFile;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.Requests;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The agreement that is in force: to a partner its own part, to the admin all. */
@RestController
class AgreementController {

    private final AuditTrail audit;

    AgreementController(AuditTrail audit) {
        this.audit = audit;
    }

    /** As JSON in the form of {@code agreement.yaml}. */
    @GetMapping(path = "/agreement", produces = MediaType.APPLICATION_JSON_VALUE)
    String agreement(HttpServletRequest request) {
        Caller caller = (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
        boolean all = caller.operates();
        Agreement shown = all ? caller.agreement() : caller.agreement().partOf(caller.partner());
        return audit.auditedRead(
                Attempt.of(caller, "agreement"),
                transaction -> Answer.of(
                        AgreementFile.json(shown),
                        200,
                        all ? "operations: the agreement" : "its own part of the agreement",
                        List.of()));
    }
}
