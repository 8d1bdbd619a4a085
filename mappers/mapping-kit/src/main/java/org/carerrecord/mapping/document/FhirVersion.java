package org.carerrecord.mapping.document;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** The versions of FHIR in which documents and messages come. */
public enum FhirVersion {
    DSTU2,
    STU3,
    R4;

    /** NHS Digital's notices of hospitals to councils are the only artefacts of DSTU2 that are read. */
    private static final List<String> OF_DSTU2 = List.of("fhir.nhs.uk/StructureDefinition/ADW-", "fhir.nhs.uk/ADW-");

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
        return named.map(FhirVersion::named).orElseGet(() -> told(text));
    }

    private static FhirVersion named(String version) {
        if (version.equals("1.0") || version.startsWith("1.0.")) {
            return DSTU2;
        }
        if (version.equals("3.0") || version.startsWith("3.0.")) {
            return STU3;
        }
        if (version.equals("4.0") || version.startsWith("4.0.")) {
            return R4;
        }
        throw new Fault(FaultKind.UNSUPPORTED_VERSION, "fhirVersion", "FHIR 1.0, 3.0 and 4.0 are read");
    }

    private static FhirVersion told(String text) {
        if (OF_DSTU2.stream().anyMatch(text::contains)) {
            return DSTU2;
        }
        return OF_STU3.stream().anyMatch(text::contains) ? STU3 : R4;
    }

    /** HAPI's model of the version; an older one is read when the first document in XML needs it. */
    FhirContext context(FhirContext r4) {
        return switch (this) {
            case DSTU2 -> FhirContext.forDstu2Hl7OrgCached();
            case STU3 -> FhirContext.forDstu3Cached();
            case R4 -> r4;
        };
    }

    /** Turns one resource of the version into the shape of R4. */
    void toR4(ObjectNode resource) {
        switch (this) {
            case DSTU2 -> Dstu2.toR4(resource);
            case STU3 -> Stu3.toR4(resource);
            case R4 -> {}
        }
    }
}
