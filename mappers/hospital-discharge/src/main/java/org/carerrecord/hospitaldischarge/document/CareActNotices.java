package org.carerrecord.hospitaldischarge.document;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.FhirVersion;
import org.carerrecord.mapping.document.Moments;
import org.carerrecord.mapping.document.Outside;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * Notices of assessment, discharge and withdrawal from a hospital to a council (SCCI2075, FHIR DSTU2; deprecated, but still sent):
 * the carer contact, whether the carer was consulted, and the discharge date.
 */
public final class CareActNotices {

    private static final Set<String> TAKEN =
            Set.of("MessageHeader", "ReferralRequest", "QuestionnaireResponse", "RelatedPerson", "Location");

    private final FhirContext r4;

    /** @param r4 HAPI's model of R4, which takes long to read and is shared */
    public CareActNotices(FhirContext r4) {
        this.r4 = r4;
    }

    /** Whether it is a message in the version of the notices. */
    public static boolean isOne(Document document) {
        return document.version() == FhirVersion.DSTU2
                && document.first("MessageHeader").isPresent();
    }

    /**
     * What the notice says of the patient, of the carer, of the stay and of the consultation; or which notice it takes back.
     *
     * @param read a document that is a notice
     * @throws Fault UNSUPPORTED at MessageHeader.event of a council's answer; MISSING without a ReferralRequest, or when that does
     *     not tell whom it is about; INVALID or MISSING at the identifier of the Patient
     */
    public Mapped<Understood> understand(Mapped<Document> read, Sender sender) {
        Document document = read.value();
        Losses losses = new Losses(read.losses());
        Entry header = document.first("MessageHeader").orElseThrow();
        NoticeEvent event = NoticeEvent.of(
                        header.resource().path("eventCoding").path("code").asText())
                .orElseThrow(() -> new Fault(
                        FaultKind.UNSUPPORTED,
                        "MessageHeader.event",
                        "notices of assessment, discharge and withdrawal are understood"));
        Entry request = document.first("ReferralRequest")
                .orElseThrow(
                        () -> new Fault(FaultKind.MISSING, "ReferralRequest", "a notice tells by it whom it is about"));
        DocumentSubject subject = new DocumentSubject(document, request, "patient", r4, sender, losses);
        List<Said> said = new ArrayList<>(subject.said(subject.related(), request));
        List<Withdrawn> withdrawn = new ArrayList<>();
        if (event.isWithdrawal()) {
            event.notices().stream().forEach(notice -> withdrawn.add(withdrawn(subject.link(), key(notice, request))));
        } else {
            Optional<Entry> stay = subject.stay(request);
            new Consultation(document, losses)
                    .of(subject.link(), stay, request, sender)
                    .ifPresent(consulted -> said.add(
                            new Said(subject.next(said), key(event.notices().getFirst(), request), consulted)));
        }
        outside(document, subject, request, losses);
        return new Mapped<>(new Understood(saidAt(header, losses), said, withdrawn), losses.all());
    }

    private static Withdrawn withdrawn(String patient, String key) {
        return new Withdrawn(patient, "QuestionnaireResponse", new Which.Keyed(key), "MessageHeader.event");
    }

    /** All notices of one stay have the identifier of the request in common. */
    private static String key(String notice, Entry request) {
        return "notice " + notice + " " + number(request).orElse("");
    }

    /** The number by which a sender knows the request. */
    static Optional<String> number(Entry request) {
        return Entry.text(request.resource().path("identifier").path(0), "value");
    }

    private static void outside(Document document, DocumentSubject subject, Entry request, Losses losses) {
        Optional<Entry> stay = subject.stay(request);
        Outside.state(
                document,
                entry -> TAKEN.contains(entry.type())
                        || subject.isAbout(entry)
                        || stay.filter(entry::equals).isPresent(),
                losses);
        for (String element : List.of("reason", "description")) {
            if (request.resource().has(element)) {
                losses.add(request.place() + "." + element, "why the notice is given is not carried in the record");
            }
        }
    }

    private static Optional<Instant> saidAt(Entry header, Losses losses) {
        Optional<Instant> at =
                Entry.text(header.resource(), "timestamp").flatMap(Moments::of).map(StatedTime::instant);
        if (at.isEmpty()) {
            losses.add(header.place() + ".timestamp", "no readable time says when this was so");
        }
        return at;
    }
}
