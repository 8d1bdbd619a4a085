package org.carerrecord.gateway.inbound;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.carerrecord.gateway.intake.Format.Places;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.gprecord.GpRecords;
import org.carerrecord.hospitaldischarge.document.CareActNotices;
import org.carerrecord.hospitaldischarge.document.TransferOfCare;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.profiles.Fault;
import org.springframework.stereotype.Component;

/** Tells by its content what a FHIR document or message is, and so which mapper reads it. */
@Component
class FhirDocuments {

    private static final Places OF_MESSAGE =
            new Places("MessageHeader.source.endpoint", "MessageHeader.id", "MessageHeader.timestamp");
    private static final Places OF_DOCUMENT = new Places("body", "Bundle.identifier", "Bundle.timestamp");
    private static final Places OF_RECORD = new Places("body", "body", "Bundle.timestamp");

    /** Before an ODS code in the endpoint of a message (ITK's addressing). */
    private static final String ODS = "urn:nhs-uk:addressing:ods:";

    /**
     * What a document may be.
     *
     * @param name as messages are kept and audited under
     */
    private record Kind(
            String name, Predicate<Document> fits, BiFunction<Mapped<Document>, Sender, Mapped<Understood>> mapper) {}

    private final FhirContext r4;
    private final List<Kind> kinds;

    FhirDocuments(FhirContext r4) {
        this.r4 = r4;
        // The first that fits reads it.
        this.kinds = List.of(
                new Kind("care-act-notice", CareActNotices::isOne, new CareActNotices(r4)::understand),
                new Kind("transfer-of-care", TransferOfCare::isOne, new TransferOfCare(r4)::understand),
                new Kind("gp-record", any -> true, new GpRecords(r4)::understand));
    }

    /**
     * The format of one document; one that cannot be read too, which then says so when it is to be understood.
     *
     * @param fhirVersion of the media type; empty when the content has to tell it
     */
    FhirDocument open(byte[] raw, Optional<String> fhirVersion) {
        try {
            Mapped<Document> read = Document.read(raw, fhirVersion, r4);
            Document document = read.value();
            Kind kind = kinds.stream()
                    .filter(one -> one.fits().test(document))
                    .findFirst()
                    .orElseThrow();
            return new FhirDocument(
                    kind.name(),
                    header(document),
                    places(document),
                    sender -> kind.mapper().apply(read, sender),
                    r4);
        } catch (Fault unreadable) {
            return new FhirDocument(
                    kinds.getLast().name(),
                    Kept.Header.UNREAD,
                    OF_RECORD,
                    sender -> {
                        throw unreadable;
                    },
                    r4);
        }
    }

    private static Places places(Document document) {
        return switch (document.type().orElse("")) {
            case "message" -> OF_MESSAGE;
            case "document" -> OF_DOCUMENT;
            default -> OF_RECORD;
        };
    }

    /**
     * A message is known by its MessageHeader, a document by the identifier of its Bundle. Any other record has no number of its
     * own: sent again it says the same again, and makes no new version.
     */
    private static Kept.Header header(Document document) {
        return switch (document.type().orElse("")) {
            case "message" ->
                document.first("MessageHeader").map(FhirDocuments::header).orElse(Kept.Header.UNREAD);
            case "document" ->
                document.identifier()
                        .map(number ->
                                new Kept.Header("", "", number, document.at().orElse("")))
                        .orElse(Kept.Header.UNREAD);
            default -> Kept.Header.UNREAD;
        };
    }

    private static Kept.Header header(Entry header) {
        String endpoint =
                Entry.text(header.resource().path("source"), "endpoint").orElse("");
        return new Kept.Header(
                Entry.text(header.resource().path("source"), "name").orElse(""),
                endpoint.startsWith(ODS) ? endpoint.substring(ODS.length()) : "",
                header.id().orElse(header.fullUrl()),
                Entry.text(header.resource(), "timestamp").orElse(""));
    }
}
