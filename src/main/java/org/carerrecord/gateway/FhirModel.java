package org.carerrecord.gateway;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.carerrecord.fhirserver.rest.StrictParsing;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * The model of FHIR R4, read on a core of its own while Spring starts: what nearly every request needs. The rest is read when it
 * is first asked for (ADR 51).
 */
class FhirModel implements BackgroundPreinitializer {

    @Override
    public void preinitialize() {
        FhirContext context = context();
        List.of("Patient", "RelatedPerson", "Bundle", "OperationOutcome", "CapabilityStatement")
                .forEach(context::getResourceDefinition);
        context.newJsonParser()
                .encodeResourceToString(
                        context.newJsonParser().parseResource("{\"resourceType\":\"Patient\",\"active\":true}"));
    }

    /** The one context of the process. */
    static FhirContext context() {
        return Once.CONTEXT;
    }

    private static final class Once {
        static final FhirContext CONTEXT = StrictParsing.context();
    }
}
