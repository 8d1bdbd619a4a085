package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntryTransactionMethodEnum;
import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The interactions on one resource type; there is one for each type of R4. */
public final class ResourceProvider implements IResourceProvider {

    private final Class<? extends Resource> type;
    private final String name;
    private final Road road;

    ResourceProvider(Class<? extends Resource> type, String name, Road road) {
        this.type = type;
        this.name = name;
        this.road = road;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return type;
    }

    String name() {
        return name;
    }

    /** R4, 3.1.0.2 "read" and 3.1.0.3 "vread". */
    @Read(version = true)
    public Resource read(@IdParam IIdType id, RequestDetails request) {
        Optional<Integer> version = Optional.ofNullable(id.getVersionIdPart()).map(ResourceProvider::number);
        Version found =
                road.read().read(Requests.caller(request), Requests.attempt(request), name, id.getIdPart(), version);
        Unchanged.check(request, found);
        Resource resource = road.form(request).apply(found);
        resource.setId(found.reference() + "/_history/" + found.version());
        return resource;
    }

    /** R4, 3.1.0.8 "create", conditional with If-None-Exist. */
    @Create
    public MethodOutcome create(
            @ResourceParam Resource resource, @ConditionalUrlParam @Nullable String condition, RequestDetails request) {
        Change.Aim aim = condition == null ? new Change.Aim.New() : new Change.Aim.NewUnless(Road.query(condition));
        return one(
                request,
                Change.asked(name, Change.Method.CREATE, name, aim, resource, Optional.empty(), Optional.empty()));
    }

    /** R4, 3.1.0.4 "update", conditional with a query. */
    @Update
    public MethodOutcome update(
            @IdParam @Nullable IIdType id,
            @ResourceParam Resource resource,
            @ConditionalUrlParam @Nullable String condition,
            RequestDetails request) {
        Change.Aim aim = condition == null
                ? new Change.Aim.ById(Road.present(id).getIdPart())
                : new Change.Aim.Matching(Road.query(condition));
        return one(
                request,
                Change.asked(
                        name,
                        Change.Method.UPDATE,
                        name,
                        aim,
                        resource,
                        Optional.empty(),
                        Road.ifMatch(request.getHeader("If-Match"))));
    }

    /** R4, 3.1.0.7 "delete", conditional with a query. */
    @Delete
    public MethodOutcome delete(
            @IdParam @Nullable IIdType id, @ConditionalUrlParam @Nullable String condition, RequestDetails request) {
        Change.Aim aim = condition == null
                ? new Change.Aim.ById(Road.present(id).getIdPart())
                : new Change.Aim.Matching(Road.query(condition));
        road.write()
                .exchange(
                        Requests.caller(request),
                        Requests.attempt(request),
                        List.of(Change.asked(
                                name,
                                Change.Method.DELETE,
                                name,
                                aim,
                                null,
                                Optional.empty(),
                                Road.ifMatch(request.getHeader("If-Match")))));
        return new MethodOutcome();
    }

    /** R4, 3.1.1 "Search". */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        return road.search(name, request);
    }

    /** R4, 3.1.0.12 "history" of an instance. */
    @History
    public IBundleProvider history(@IdParam IIdType id, RequestDetails request) {
        List<Version> versions =
                road.read().history(Requests.caller(request), Requests.attempt(request), name, id.getIdPart());
        return new SimpleBundleProvider(versions.stream().map(this::historic).toList());
    }

    private IBaseResource historic(Version version) {
        Resource resource = road.bundles().historic(version, type);
        ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD.put(
                resource, BundleEntryTransactionMethodEnum.valueOf(version.method()));
        if (version.deleted()) {
            ResourceMetadataKeyEnum.DELETED_AT.put(resource, new InstantType(Date.from(version.updated())));
        }
        return resource;
    }

    private MethodOutcome one(RequestDetails request, Change change) {
        Outcome outcome = road.write()
                .exchange(Requests.caller(request), Requests.attempt(request), List.of(change))
                .getFirst();
        MethodOutcome answer = new MethodOutcome();
        answer.setId(new IdType(name, outcome.id(), Integer.toString(outcome.version())));
        answer.setCreated(outcome.created());
        answer.setOperationOutcome(Outcomes.done(outcome));
        if (outcome.created() && change.method() == Change.Method.UPDATE) {
            request.getResponse()
                    .addHeader(
                            Constants.HEADER_LOCATION,
                            request.getFhirServerBase() + "/" + answer.getId().getValue());
        }
        byte[] content = outcome.content();
        if (content != null) {
            answer.setResource(road.resources().parse(content));
        }
        return answer;
    }

    private static int number(String version) {
        return version.matches("[1-9]\\d{0,8}") ? Integer.parseInt(version) : -1;
    }
}
