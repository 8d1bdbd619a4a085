package org.carerrecord.gateway.inbound;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.rest.Outcomes;
import org.carerrecord.gateway.intake.Format;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.gateway.intake.Verdict;
import org.carerrecord.gprecord.GpRecords;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * Records of general practice and PDS as FHIR, answered by an OperationOutcome: an issue for the fault, or one for each loss.
 *
 * @param fhirVersion of the media type; empty when the content has to tell it
 */
record GpRecord(GpRecords records, FhirContext r4, Optional<String> fhirVersion) implements Format {

    @Override
    public String name() {
        return "gp-record";
    }

    /** A record has no number of its own: sent again it says the same again, and makes no new version. */
    @Override
    public Kept.Header header(byte[] raw) {
        return Kept.Header.UNREAD;
    }

    @Override
    public Places places() {
        return new Places("body", "body", "Bundle.timestamp");
    }

    @Override
    public Mapped<Understood> understand(byte[] raw, Partner sender) {
        return records.understand(raw, fhirVersion, new Sender(sender.ods(), sender.name()));
    }

    @Override
    public byte[] answer(byte[] raw, Verdict verdict) {
        return json(verdict.fault().map(Outcomes::of).orElseGet(() -> taken(verdict)));
    }

    /** The answer to what was not even kept. */
    byte[] json(OperationOutcome outcome) {
        return r4.newJsonParser().encodeResourceToString(outcome).getBytes(StandardCharsets.UTF_8);
    }

    private static OperationOutcome taken(Verdict verdict) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.INFORMATION)
                .setCode(IssueType.INFORMATIONAL)
                .setDiagnostics("taken and committed, as message " + verdict.id());
        verdict.losses().forEach(loss -> outcome.addIssue()
                .setSeverity(IssueSeverity.WARNING)
                .setCode(IssueType.INCOMPLETE)
                .setDiagnostics(loss.reason())
                .addExpression(loss.place()));
        return outcome;
    }
}
