package org.carerrecord.gateway.inbound;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.rest.Outcomes;
import org.carerrecord.gateway.intake.Format;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.gateway.intake.Verdict;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * One FHIR document or message that was read, answered by an OperationOutcome: an issue for the fault, or one for each loss.
 *
 * @param understanding what it says when a partner says it, by the mapper of its kind
 */
record FhirDocument(
        String name,
        Kept.Header header,
        Places places,
        Function<Sender, Mapped<Understood>> understanding,
        FhirContext r4)
        implements Format {

    @Override
    public Kept.Header header(byte[] raw) {
        return header;
    }

    @Override
    public boolean isOfExtracts() {
        return false;
    }

    @Override
    public Optional<String> snapshot() {
        return Optional.empty();
    }

    @Override
    public Mapped<Understood> understand(byte[] raw, Partner sender) {
        return understanding.apply(new Sender(sender.ods(), sender.name()));
    }

    @Override
    public byte[] answer(byte[] raw, Verdict verdict) {
        return json(verdict.fault().map(Outcomes::of).orElseGet(() -> taken(verdict)), r4);
    }

    static byte[] json(OperationOutcome outcome, FhirContext r4) {
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
