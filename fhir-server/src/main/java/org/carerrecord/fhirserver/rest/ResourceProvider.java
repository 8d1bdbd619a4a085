package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Patch;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Step;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The interactions on one resource type; there is one for each type of R4. */
public final class ResourceProvider implements IResourceProvider {

    private final Class<? extends Resource> type;
    private final String name;
    private final Road road;
    private final Patches patches;

    ResourceProvider(Class<? extends Resource> type, String name, Road road, Patches patches) {
        this.type = type;
        this.name = name;
        this.road = road;
        this.patches = patches;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return type;
    }

    /** R4, 3.1.0.2 "read" and 3.1.0.3 "vread". */
    @Read(version = true)
    public Resource read(@IdParam IIdType id, RequestDetails request) {
        if (AuditSearch.answers(name, Requests.caller(request))) {
            return road.auditSearch().read(id.getIdPart(), request, Requests.attempt(request));
        }
        Optional<Integer> version = Optional.ofNullable(id.getVersionIdPart()).map(Road::version);
        Version found =
                road.read().read(Requests.caller(request), Requests.attempt(request), name, id.getIdPart(), version);
        Unchanged.check(request, found);
        Resource resource = road.form(request).apply(found);
        resource.setId(found.reference() + "/_history/" + found.version());
        InPart.write(request);
        return resource;
    }

    /** R4, 3.1.0.8 "create", conditional with If-None-Exist. */
    @Create
    public MethodOutcome create(
            @ResourceParam Resource resource, @ConditionalUrlParam @Nullable String condition, RequestDetails request) {
        // HAPI takes an empty condition for none.
        Change.Aim aim = Road.create(condition == null ? request.getHeader(Constants.HEADER_IF_NONE_EXIST) : condition);
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
        if (condition != null) {
            Bodies.id(request).ifPresent(resource::setId);
        }
        return one(
                request,
                Change.asked(
                        name,
                        Road.put(request.getHeader(Constants.HEADER_IF_NONE_MATCH)),
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
        Outcome outcome = outcome(
                request,
                new Step.Write(Change.asked(
                        name,
                        Change.Method.DELETE,
                        name,
                        aim,
                        null,
                        Optional.empty(),
                        Road.ifMatch(request.getHeader(Constants.HEADER_IF_MATCH)))));
        MethodOutcome answer = new MethodOutcome();
        if (Requests.preferred(request) == PreferReturnEnum.OPERATION_OUTCOME) {
            answer.setOperationOutcome(Outcomes.done(outcome));
        }
        if (outcome.version() > 0) {
            request.getResponse().addHeader(Constants.HEADER_ETAG, Bundles.etag(outcome.version()));
        }
        return answer;
    }

    /** R4, 3.1.1 "Search". */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        return road.search(name, request);
    }

    /** R4, RESTful API, "history" of a resource. */
    @History
    public Bundle history(@IdParam IIdType id, RequestDetails request) {
        return road.history(request, name + "/" + id.getIdPart());
    }

    /** R4, RESTful API, "history" of a type. */
    @History
    public Bundle history(RequestDetails request) {
        return road.history(request, name);
    }

    /** R4, RESTful API, "patch", conditional with a query; JSON Patch only. */
    @Patch
    public MethodOutcome patch(
            @IdParam @Nullable IIdType id,
            @ConditionalUrlParam @Nullable String condition,
            PatchTypeEnum kind,
            @ResourceParam String body,
            RequestDetails request) {
        Change.Aim aim = condition == null
                ? new Change.Aim.ById(Road.present(id).getIdPart())
                : new Change.Aim.Matching(Road.query(condition));
        MethodOutcome answer = one(
                request,
                new Step.Patch(
                        name,
                        name,
                        aim,
                        Road.ifMatch(request.getHeader(Constants.HEADER_IF_MATCH)),
                        patches.of("body", request.loadRequestContents())));
        // HAPI tells it of the other writes.
        request.getResponse()
                .addHeader(
                        Constants.HEADER_ETAG,
                        Bundles.etag(Road.version(answer.getId().getVersionIdPart())));
        return answer;
    }

    private MethodOutcome one(RequestDetails request, Change change) {
        return one(request, new Step.Write(change));
    }

    private Outcome outcome(RequestDetails request, Step step) {
        Offered.permitWrite(Requests.caller(request), name, name);
        return road.exchange()
                .run(
                        Requests.caller(request),
                        Requests.attempt(request),
                        List.of(step),
                        Requests.preferredOfOne(request) == PreferReturnEnum.REPRESENTATION,
                        Requests.again(request, ""),
                        (transaction, outcomes) -> outcomes.getFirst());
    }

    private MethodOutcome one(RequestDetails request, Step step) {
        Outcome outcome = outcome(request, step);
        MethodOutcome answer = new MethodOutcome();
        answer.setId(new IdType(name, outcome.id(), Integer.toString(outcome.version())));
        answer.setCreated(outcome.created());
        answer.setOperationOutcome(Outcomes.done(outcome));
        if (outcome.created() && request.getRequestType() == RequestTypeEnum.PUT) {
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
}
