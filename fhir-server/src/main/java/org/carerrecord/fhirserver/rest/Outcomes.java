package org.carerrecord.fhirserver.rest;

import java.util.List;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.validation.Remark;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** A stop as FHIR tells it: issue type, NHS error code, place and what to do. */
public final class Outcomes {

    private Outcomes() {}

    /** What a validation says; that there is nothing to say, too. */
    static OperationOutcome of(List<Remark> remarks) {
        OperationOutcome outcome = new OperationOutcome();
        for (Remark remark : remarks) {
            outcome.addIssue()
                    .setSeverity(
                            switch (remark.severity()) {
                                case ERROR -> IssueSeverity.ERROR;
                                case WARNING -> IssueSeverity.WARNING;
                                case INFORMATION -> IssueSeverity.INFORMATION;
                            })
                    .setCode(type(remark.rule()))
                    .setDiagnostics(remark.reason())
                    .addExpression(remark.place());
        }
        if (remarks.isEmpty()) {
            outcome.addIssue()
                    .setSeverity(IssueSeverity.INFORMATION)
                    .setCode(IssueType.INFORMATIONAL)
                    .setDiagnostics("nothing is wrong with it");
        }
        return outcome;
    }

    /** The rule is a code of FHIR's issue types, or the validator's own name of it. */
    private static IssueType type(String rule) {
        if (rule.contains("Minimum")) {
            return IssueType.REQUIRED;
        }
        if (rule.startsWith("Terminology") || rule.contains("_TX_")) {
            return IssueType.CODEINVALID;
        }
        if (rule.contains("Constraint") || rule.contains("inv")) {
            return IssueType.INVARIANT;
        }
        return rule.matches("[a-z-]+") ? IssueType.fromCode(rule) : IssueType.PROCESSING;
    }

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
