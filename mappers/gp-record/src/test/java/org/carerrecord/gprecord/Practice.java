package org.carerrecord.gprecord;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.stories.Story;

/** The practice whose records the stories of general practice are. */
final class Practice {

    static final String KIND = "gp-record";

    /** {@code 1-<what>.stu3.json}, {@code .r4.xml} or, where the content has to tell, {@code .json}. */
    static final String MESSAGES = "\\d-[a-z0-9-]+(\\.(stu3|r4|dstu2))?\\.(json|xml)";

    static final FhirContext FHIR = FhirContext.forR4Cached();

    static final GpRecords RECORDS = new GpRecords(FHIR);

    static final Sender PRACTICE = new Sender("Z00001", "Hill Top Surgery");

    private Practice() {}

    static Mapped<Understood> understand(Path record) throws IOException {
        return RECORDS.understand(Files.readAllBytes(record), Story.fhirVersion(record), PRACTICE);
    }
}
