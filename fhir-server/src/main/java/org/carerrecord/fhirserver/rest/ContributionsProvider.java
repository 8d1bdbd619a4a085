package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.Set;
import org.carerrecord.fhirserver.Contributed;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;

/** Who says what of a resource of one type (contract.md, "said by whom"). */
public final class ContributionsProvider implements IResourceProvider {

    private final Class<? extends Resource> type;
    private final Road road;
    private final Contributed contributed;

    ContributionsProvider(Class<? extends Resource> type, Road road, Contributed contributed) {
        this.type = type;
        this.road = road;
        this.contributed = contributed;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return type;
    }

    @Operation(
            name = "$contributions",
            idempotent = true,
            manualRequest = true,
            canonicalUrl = Canonical.Operation.CONTRIBUTIONS)
    public Parameters contributions(@IdParam IIdType id, RequestDetails request) {
        Given.of(request).understood(Set.of());
        return road.read()
                .contributions(
                        Requests.caller(request),
                        Requests.attempt(request),
                        request.getResourceName(),
                        id.getIdPart(),
                        contributed);
    }
}
