package org.carerrecord.gateway.inbound;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.gateway.intake.Format;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.gateway.intake.Verdict;
import org.carerrecord.hospitaldischarge.AckError;
import org.carerrecord.hospitaldischarge.AdtHeader;
import org.carerrecord.hospitaldischarge.AdtMessages;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;
import org.springframework.stereotype.Component;

/**
 * HL7 v2, and which acknowledgement a sender gets (HL7 v2.4, 2.9 "Message processing rules").
 *
 * <p>Original mode: AA, AE, AR. Enhanced mode, when MSH-15 or MSH-16 is there: what is acknowledged is committed, so that
 * one answer serves both; the application's when MSH-16 asks for it, else the receipt's (CA, CE, CR) when MSH-15 does.
 */
@Component
class Hl7V2 implements Format {

    static final String NAME = "hl7-v2";

    private final RelationshipCodes codes;

    Hl7V2(RelationshipCodes codes) {
        this.codes = codes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kept.Header header(byte[] raw) {
        return AdtMessages.header(raw)
                .map(msh -> new Kept.Header(
                        msh.sendingApplication(), msh.sendingFacility(), msh.controlId(), msh.messageTime()))
                .orElse(Kept.Header.UNREAD);
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
    public Places places() {
        return new Places("MSH-4", "MSH-10", "EVN-2", Map.of("Patient", "PID-7", "RelatedPerson", "NK1-16"));
    }

    @Override
    public Mapped<Understood> understand(byte[] raw, Partner sender) {
        return AdtMessages.understand(
                raw, new Sender(sender.ods(), sender.name()), codes.of(sender.ods()), sender.complete());
    }

    @Override
    public byte[] answer(byte[] raw, Verdict verdict) {
        Optional<AdtHeader> to = AdtMessages.header(raw);
        return code(to, verdict.outcome())
                .map(code -> AdtMessages.acknowledge(to, code, errors(verdict), verdict.id(), verdict.at()))
                .orElseGet(() -> new byte[0]);
    }

    /** What a sender gets whose message is not even kept, whatever its MSH-15 and MSH-16 ask for. */
    byte[] refusal(byte[] message, Fault fault, String id, Instant at) {
        return AdtMessages.acknowledge(
                AdtMessages.header(message), fault.kind().acknowledgement(), List.of(AckError.of(fault)), id, at);
    }

    private static List<AckError> errors(Verdict verdict) {
        return verdict.fault()
                .map(stop -> List.of(AckError.of(stop)))
                .orElseGet(() -> verdict.losses().stream().map(AckError::of).toList());
    }

    private static Optional<String> code(Optional<AdtHeader> to, String outcome) {
        String accept = to.map(AdtHeader::acceptAckType).orElse("");
        String application = to.map(AdtHeader::applicationAckType).orElse("");
        if (accept.isEmpty() && application.isEmpty()) {
            return Optional.of(outcome);
        }
        if (isWanted(application, outcome)) {
            return Optional.of(outcome);
        }
        return isWanted(accept, outcome) ? Optional.of("C" + outcome.charAt(1)) : Optional.empty();
    }

    /** HL7 table 0155: AL always, NE never, ER on error, SU on success. */
    private static boolean isWanted(String condition, String outcome) {
        return switch (condition) {
            case "AL" -> true;
            case "ER" -> !outcome.equals("AA");
            case "SU" -> outcome.equals("AA");
            default -> false;
        };
    }
}
