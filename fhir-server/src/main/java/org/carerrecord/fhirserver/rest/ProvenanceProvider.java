package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.RequiredParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import java.util.UUID;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Provenance;
import org.jspecify.annotations.Nullable;

/** Who said each version, in which message; made by the server, read only. */
public final class ProvenanceProvider implements IResourceProvider {

    private final Road road;
    private final Provenances provenances;

    ProvenanceProvider(Road road) {
        this.road = road;
        this.provenances = new Provenances(road.agreement());
    }

    @Override
    public Class<Provenance> getResourceType() {
        return Provenance.class;
    }

    /** R4, 3.1.0.2 "read". */
    @Read
    public Provenance read(@IdParam IIdType id, RequestDetails request) {
        Provenances.Subject subject = Provenances.Subject.of(id.getIdPart())
                .orElseThrow(() -> new Fault(FaultKind.NOT_FOUND, "Provenance", "there is no such resource"));
        return provenances.of(
                road.read().said(Requests.caller(request), Requests.attempt(request), subject.pk(), subject.version()));
    }

    /** The Provenance of each version of a resource, or of the one version that the reference names. */
    @Search
    public Bundle search(
            @RequiredParam(name = Provenance.SP_TARGET) @Nullable ReferenceParam target, RequestDetails request) {
        String type = target == null ? null : target.getResourceType();
        if (target == null
                || type == null
                || target.getIdPart() == null
                || target.getIdPart().indexOf('\0') >= 0
                || !road.resources().isType(type)) {
            throw new Fault(FaultKind.INVALID_SEARCH, "target", "write it as Type/id");
        }
        String base = request.getFhirServerBase();
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
        bundle.setId(UUID.randomUUID().toString());
        bundle.addLink().setRelation("self").setUrl(base + "/Provenance?target=" + type + "/" + target.getIdPart());
        List<Version> versions = versions(target, type, request);
        bundle.setTotal(versions.size());
        versions.forEach(version -> Bundles.entry(bundle, base, provenances.of(version), SearchEntryMode.MATCH));
        return bundle;
    }

    private List<Version> versions(ReferenceParam target, String type, RequestDetails request) {
        try {
            return road.read().history(Requests.caller(request), Requests.attempt(request), type, target.getIdPart());
        } catch (Fault fault) {
            if (fault.kind() == FaultKind.NOT_FOUND) {
                return List.of();
            }
            throw fault;
        }
    }
}
