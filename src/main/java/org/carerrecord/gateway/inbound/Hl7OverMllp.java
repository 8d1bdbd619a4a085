package org.carerrecord.gateway.inbound;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.gateway.GatewaySettings;
import org.carerrecord.gateway.inbound.mllp.MllpPeer;
import org.carerrecord.gateway.inbound.mllp.MllpReceiver;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Messages that come over MLLP: the connection's address or certificate tells the sender. */
@Component
class Hl7OverMllp implements MllpReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(Hl7OverMllp.class);

    private final Deliveries deliveries;
    private final Hl7V2 format;
    private final SenderBindings senders;
    private final Agreements agreements;
    private final GatewaySettings settings;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    Hl7OverMllp(
            Deliveries deliveries,
            Hl7V2 format,
            SenderBindings senders,
            Agreements agreements,
            GatewaySettings settings,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.deliveries = deliveries;
        this.format = format;
        this.senders = senders;
        this.agreements = agreements;
        this.settings = settings;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public byte[] receive(byte[] message, MllpPeer peer) {
        String id = ids.id();
        try {
            Optional<Caller> sender = sender(peer, id);
            if (sender.isEmpty()) {
                return refused(
                        message,
                        id,
                        peer,
                        new Fault(
                                FaultKind.UNAUTHENTICATED,
                                "MSH-3",
                                "no partner of the agreement is bound to this address or certificate"));
            }
            return deliveries.take(message, sender.get(), id).bytes();
        } catch (Fault nothingKept) {
            LOG.error("message {} could not be kept: {}", id, nothingKept.kind());
            return format.refusal(message, nothingKept, id, clock.instant());
        }
    }

    @Override
    public byte[] refuse(byte[] head, MllpPeer peer) {
        String id = ids.id();
        try {
            return refused(
                    head,
                    id,
                    peer,
                    new Fault(FaultKind.TOO_LARGE, "MSH", "the message is longer than gateway.mllp.max-message-bytes"));
        } catch (Fault nothingKept) {
            return format.refusal(head, nothingKept, id, clock.instant());
        }
    }

    @Override
    public void stranger(InetAddress address) {
        String id = ids.id();
        audit.failed(
                new Attempt(null, id, format.name(), Optional.empty(), Optional.of(id)),
                FaultKind.UNAUTHENTICATED.httpStatus());
    }

    private byte[] refused(byte[] message, String id, MllpPeer peer, Fault fault) {
        Optional<Caller> sender = sender(peer, id);
        audit.failed(
                new Attempt(sender.orElse(null), id, format.name(), Optional.empty(), Optional.of(id)),
                fault.kind().httpStatus());
        return format.refusal(message, fault, id, clock.instant());
    }

    private Optional<Caller> sender(MllpPeer peer, String id) {
        return senders.partner(peer, settings.sandbox()).flatMap(ods -> agreements.caller(ods, id));
    }
}
