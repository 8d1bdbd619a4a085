package org.carerrecord.gprecord;

import ca.uhn.fhir.context.FhirContext;
import java.util.Optional;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.FhirVersion;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * Records of general practice and PDS, and what they say: GP Connect structured records (FHIR STU3), UK Core (R4), PDS Patient
 * and RelatedPerson (R4); JSON or XML.
 *
 * <p>Whatever the bytes, a method ends in a result or a {@link Fault}.
 */
public final class GpRecords {

    private final FhirContext r4;

    /** @param r4 HAPI's model of R4, which takes long to read and is shared */
    public GpRecords(FhirContext r4) {
        this.r4 = r4;
    }

    /**
     * What the record says of people, of who is related to them, and of who is or has a carer.
     *
     * @param fhirVersion of the media type, for example {@code 3.0}; empty when the content has to tell it
     * @throws Fault UNREADABLE at body or at the place of a resource; UNSUPPORTED_VERSION at fhirVersion; INVALID or MISSING at
     *     the identifier of a Patient
     */
    public Mapped<Understood> understand(byte[] raw, Optional<String> fhirVersion, Sender sender) {
        return understand(Document.read(raw, fhirVersion, r4), sender);
    }

    /** What a record that was read says: see the other. */
    public Mapped<Understood> understand(Mapped<Document> read, Sender sender) {
        if (read.value().version() == FhirVersion.DSTU2) {
            throw new Fault(FaultKind.UNSUPPORTED_VERSION, "fhirVersion", "records of FHIR 3.0 and 4.0 are read");
        }
        Losses losses = new Losses(read.losses());
        Understood understood = new RecordMapper(read.value(), r4, sender, losses).map();
        return new Mapped<>(understood, losses.all());
    }
}
