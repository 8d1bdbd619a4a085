package org.carerrecord.hospitaldischarge.document;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.stories.Story;

/** The hospital whose documents and notices the stories are. */
final class Hospital {

    static final String KIND = "discharge-documents";

    /** {@code 1-document.stu3.xml}, {@code 1-notice.dstu2.xml}. */
    static final String MESSAGES = "\\d-[a-z0-9-]+\\.(stu3|r4|dstu2)\\.(json|xml)";

    private static final FhirContext R4 = FhirContext.forR4Cached();
    private static final TransferOfCare DOCUMENTS = new TransferOfCare(R4);
    private static final CareActNotices NOTICES = new CareActNotices(R4);
    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private Hospital() {}

    static Mapped<Understood> understand(Path message) throws IOException {
        return understand(Files.readAllBytes(message), Story.fhirVersion(message));
    }

    static Mapped<Understood> understand(byte[] raw, Optional<String> version) {
        Mapped<Document> read = Document.read(raw, version, R4);
        if (CareActNotices.isOne(read.value())) {
            return NOTICES.understand(read, HOSPITAL);
        }
        if (TransferOfCare.isOne(read.value())) {
            return DOCUMENTS.understand(read, HOSPITAL);
        }
        throw new Fault(FaultKind.UNSUPPORTED, "body", "neither a discharge summary nor a notice");
    }
}
