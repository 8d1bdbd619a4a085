package org.carerrecord.fhirserver.rest;

import java.util.List;
import org.carerrecord.fhirserver.Outcome;
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

    /** Says which parameters of a search had no effect. */
    static OperationOutcome ignored(List<String> parameters) {
        OperationOutcome outcome = new OperationOutcome();
        parameters.forEach(name -> outcome.addIssue()
                .setSeverity(IssueSeverity.WARNING)
                .setCode(IssueType.NOTSUPPORTED)
                .setDiagnostics("no such search parameter; it was ignored")
                .addExpression("http." + name.substring(0, Math.min(name.length(), 64))));
        return outcome;
    }

    /** What {@code Prefer: return=OperationOutcome} is told of a write that went well. */
    static OperationOutcome done(Outcome written) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.INFORMATION)
                .setCode(IssueType.INFORMATIONAL)
                .setDiagnostics(
                        written.created() ? "created" : written.changed() ? "updated" : "nothing in it was new");
        return outcome;
    }
}
