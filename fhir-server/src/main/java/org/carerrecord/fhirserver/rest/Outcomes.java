package org.carerrecord.fhirserver.rest;

import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** A stop as FHIR tells it: issue type, NHS error code, place and what to do. */
public final class Outcomes {

    private Outcomes() {}

    public static OperationOutcome of(Fault fault) {
        OperationOutcome outcome = new OperationOutcome();
        for (Fault.Issue one : fault.issues()) {
            OperationOutcome.OperationOutcomeIssueComponent issue = outcome.addIssue()
                    .setSeverity(IssueSeverity.ERROR)
                    .setCode(IssueType.fromCode(fault.kind().issueType()))
                    .setDiagnostics(one.reason())
                    .addExpression(one.place());
            if (!fault.kind().nhsCode().isEmpty()) {
                issue.getDetails()
                        .addCoding()
                        .setSystem(Systems.SPINE_ERROR)
                        .setVersion("1")
                        .setCode(fault.kind().nhsCode());
            }
        }
        return outcome;
    }
}
