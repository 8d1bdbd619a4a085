package org.carerrecord.gateway.inbound;

import java.util.Optional;
import org.carerrecord.gateway.intake.Format;
import org.carerrecord.gateway.intake.Formats;
import org.carerrecord.gateway.intake.Kept;
import org.springframework.stereotype.Component;

/** The formats of messages that came by any of the roads, by the names under which they were kept. */
@Component
record KeptFormats(Hl7V2 hl7v2, FhirDocuments documents) implements Formats {

    /** Of which version of FHIR a document is, its content tells again; a media type is not kept. */
    @Override
    public Format of(Kept kept) {
        return switch (kept.format()) {
            case Hl7V2.NAME -> hl7v2;
            case CouncilRows.NAME ->
                new CouncilRows(Optional.of(kept.header().application()).filter(snapshot -> !snapshot.isEmpty()));
            default -> documents.open(kept.raw(), Optional.empty());
        };
    }
}
