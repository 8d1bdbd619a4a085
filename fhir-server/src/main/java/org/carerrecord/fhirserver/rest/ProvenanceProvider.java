package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Provenance;

/** Who said each version, in which message; made by the server, read only. */
public final class ProvenanceProvider implements IResourceProvider {

    private static final String HISTORY = "/_history/";
    private static final Pattern ELSEWHERE = Pattern.compile("(?:https?://|urn:)\\S+");

    private final Road road;

    ProvenanceProvider(Road road) {
        this.road = road;
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
        return provenances(request)
                .of(List.of(road.read()
                        .said(Requests.caller(request), Requests.attempt(request), subject.pk(), subject.version())))
                .getFirst();
    }

    /** The Provenance of each version of a resource, the newest first, or of the one version that the reference names. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        String base = request.getFhirServerBase();
        Past.Shown shown = road.past(new Allowance())
                .page(
                        request,
                        Requests.attempt(request),
                        "Provenance",
                        request.getParameters(),
                        Set.of(Provenance.SP_TARGET, "_count"),
                        parameters -> subject(parameters, base));
        Provenances provenances = provenances(request);
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
        bundle.setId(UUID.randomUUID().toString());
        Bundles.page(bundle, shown);
        provenances
                .of(shown.page().versions())
                .forEach(provenance -> Bundles.entry(bundle, base, provenance, SearchEntryMode.MATCH));
        return bundle;
    }

    private Provenances provenances(RequestDetails request) {
        return new Provenances(road, Requests.caller(request).agreement());
    }

    /** What a reference names; what lies elsewhere has no Provenance here. */
    private Past.Subject subject(Map<String, String[]> parameters, String base) {
        String target = String.join(",", parameters.getOrDefault(Provenance.SP_TARGET, new String[0]));
        String local = ReferenceText.withoutOwn(base, target);
        Optional<ReferenceText> text =
                ReferenceText.local(local).filter(known -> road.resources().isType(known.type()));
        if (text.isEmpty() && !ELSEWHERE.matcher(target).matches()) {
            throw new Fault(FaultKind.INVALID_SEARCH, Provenance.SP_TARGET, "write it as Type/id");
        }
        return new Past.Subject(
                Optional.of(text.map(ReferenceText::type).orElse("Provenance")),
                text.map(ReferenceText::id),
                Optional.of(local)
                        .filter(versioned -> versioned.contains(HISTORY))
                        .map(versioned ->
                                Road.version(versioned.substring(versioned.indexOf(HISTORY) + HISTORY.length()))),
                false);
    }
}
