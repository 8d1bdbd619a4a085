package org.carerrecord.mapping.document;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** The versions of FHIR in which records of general practice come. */
enum FhirVersion {
    STU3,
    R4;

    /**
     * What only documents of STU3 have in them: the folder of NHS Digital's STU3 artefacts, CareConnect's, and the URLs of
     * HL7's code systems before R4.
     */
    private static final List<String> OF_STU3 =
            List.of("/STU3/", "/CareConnect-", "hl7.org/fhir/v3/", "hl7.org/fhir/v2/");

    /**
     * The version that the sender names, else the one that the content tells.
     *
     * @param named the fhirVersion of the media type, for example {@code 3.0}
     * @throws Fault UNSUPPORTED_VERSION
     */
    static FhirVersion of(Optional<String> named, String text) {
        if (named.isEmpty()) {
            return OF_STU3.stream().anyMatch(text::contains) ? STU3 : R4;
        }
        String version = named.get();
        if (version.equals("3.0") || version.startsWith("3.0.")) {
            return STU3;
        }
        if (version.equals("4.0") || version.startsWith("4.0.")) {
            return R4;
        }
        throw new Fault(FaultKind.UNSUPPORTED_VERSION, "fhirVersion", "records of FHIR 3.0 and 4.0 are read");
    }

    /** HAPI's model of the version; STU3's is read when the first document in XML needs it. */
    FhirContext context(FhirContext r4) {
        return this == R4 ? r4 : FhirContext.forDstu3Cached();
    }
}
