package org.carerrecord.gateway.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.carerrecord.hospitaldischarge.AckError;
import org.carerrecord.hospitaldischarge.AdtHeader;
import org.carerrecord.hospitaldischarge.AdtMessages;
import org.carerrecord.mapping.Loss;
import org.carerrecord.profiles.Fault;
import org.springframework.stereotype.Component;

/**
 * Which acknowledgement a sender gets (HL7 v2.4, 2.9 "Message processing rules").
 *
 * <p>Original mode: AA, AE, AR. Enhanced mode, when MSH-15 or MSH-16 is there: what is acknowledged is committed, so that
 * one answer serves both; the application's when MSH-16 asks for it, else the receipt's (CA, CE, CR) when MSH-15 does.
 */
@Component
public class Acknowledgements {

    /** The answer's bytes; none where the sender wants none. */
    byte[] answer(
            Optional<AdtHeader> to, String outcome, Optional<Fault> fault, List<Loss> losses, String id, Instant at) {
        return code(to, outcome)
                .map(code -> AdtMessages.acknowledge(to, code, errors(fault, losses), id, at))
                .orElseGet(() -> new byte[0]);
    }

    /** What a sender gets whose message is not even kept, whatever its MSH-15 and MSH-16 ask for. */
    public byte[] refusal(byte[] message, Fault fault, String id, Instant at) {
        return AdtMessages.acknowledge(
                AdtMessages.header(message), fault.kind().acknowledgement(), List.of(AckError.of(fault)), id, at);
    }

    private static List<AckError> errors(Optional<Fault> fault, List<Loss> losses) {
        return fault.map(stop -> List.of(AckError.of(stop)))
                .orElseGet(() -> losses.stream().map(AckError::of).toList());
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
