package org.carerrecord.gateway.inbound;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.gateway.intake.Envelope;
import org.carerrecord.gateway.intake.Intake;
import org.carerrecord.hospitaldischarge.Delivery;
import org.carerrecord.profiles.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** HL7 v2 that comes at one time: each message of a batch goes its own way into the record, whatever becomes of the others. */
@Component
class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Intake intake;
    private final Hl7V2 format;
    private final Ids ids;
    private final Clock clock;

    Deliveries(Intake intake, Hl7V2 format, Ids ids, Clock clock) {
        this.intake = intake;
        this.format = format;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The answer to a delivery.
     *
     * @param nothingKept why a message, and all that came behind it, could not even be kept
     */
    record Answer(byte[] bytes, Optional<Fault> nothingKept) {}

    /** @param id of the delivery, and of its first message */
    Answer take(byte[] raw, Caller caller, String id) {
        Delivery delivery = Delivery.of(raw);
        List<byte[]> acknowledgements = new ArrayList<>();
        Optional<Fault> nothingKept = Optional.empty();
        for (byte[] message : delivery.messages()) {
            String own = acknowledgements.isEmpty() ? id : ids.id();
            if (nothingKept.isEmpty()) {
                try {
                    acknowledgements.add(intake.take(new Envelope(format, message, caller, own))
                            .acknowledgement());
                    continue;
                } catch (Fault fault) {
                    LOG.error("message {} could not be kept: {}", own, fault.kind());
                    nothingKept = Optional.of(fault);
                }
            }
            acknowledgements.add(format.refusal(message, nothingKept.get(), own, clock.instant()));
        }
        return new Answer(delivery.answer(acknowledgements, id, clock.instant()), nothingKept);
    }
}
