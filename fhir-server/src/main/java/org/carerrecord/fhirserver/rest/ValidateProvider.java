package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.validation.Remark;
import org.carerrecord.fhirserver.validation.Remark.Severity;
import org.carerrecord.fhirserver.validation.Validation;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * {@code $validate} on a type or an instance (http://hl7.org/fhir/OperationDefinition/Resource-validate): nothing is stored;
 * the answer is 200 with what is to be said, errors too.
 */
public final class ValidateProvider implements IResourceProvider {

    private static final Set<String> PARAMETERS = Set.of("resource", "mode", "profile");
    private static final Set<String> MODES = Set.of("create", "update", "delete", "profile");
    private static final String GROUND = "no data of the record but what the caller may read";

    private final Class<? extends Resource> type;
    private final Road road;
    private final Validation validation;
    private final AuditTrail audit;

    ValidateProvider(Class<? extends Resource> type, Road road, Validation validation, AuditTrail audit) {
        this.type = type;
        this.road = road;
        this.validation = validation;
        this.audit = audit;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return type;
    }

    /** On the type, or on an instance. */
    @Operation(name = "$validate", idempotent = true, manualRequest = true)
    public OperationOutcome validate(@IdParam(optional = true) @Nullable IIdType id, RequestDetails request) {
        Caller caller = Requests.caller(request);
        String name = request.getResourceName();
        Given given = Given.of(request).understood(PARAMETERS);
        Optional<String> mode = given.one("mode");
        if (mode.filter(one -> !MODES.contains(one)).isPresent()) {
            throw new Fault(FaultKind.INVALID_SEARCH, "mode", "it is create, update, delete or profile");
        }
        Optional<Resource> held = Optional.ofNullable(id)
                .filter(IIdType::hasIdPart)
                .map(one -> road.resources()
                        .of(road.read()
                                .read(caller, Requests.attempt(request), name, one.getIdPart(), Optional.empty())));
        if (held.isEmpty()) {
            audit.audited(Requests.attempt(request), transaction -> Answer.of(name, 200, GROUND, List.of()));
        }
        List<Remark> remarks = new ArrayList<>();
        mode.ifPresent(one -> remarks.addAll(permitted(caller, name, one, held.isPresent())));
        if (!mode.equals(Optional.of("delete"))) {
            Resource resource = given.resource().or(() -> held).orElseThrow(() -> nothing(Bodies.faults(request)));
            Noted noted = Bodies.faults(request).ofParameter(resource.fhirType());
            remarks.addAll(unread(noted));
            remarks(resource, name, held, given.one("profile")).stream()
                    .filter(remark -> !noted.isOfLeftOut(remark.place()))
                    .forEach(remarks::add);
        }
        return Outcomes.of(remarks);
    }

    private static Fault nothing(Noted noted) {
        return noted.issues().isEmpty()
                ? new Fault(FaultKind.MISSING, "resource", "send the resource that is to be validated")
                : new Fault(FaultKind.UNREADABLE, noted.issues());
    }

    /** What could not be read of the resource; of other parameters nothing may be unreadable. */
    private static List<Remark> unread(Noted noted) {
        if (noted.issues().stream().anyMatch(issue -> issue.place().startsWith("Parameters"))) {
            throw new Fault(FaultKind.UNREADABLE, noted.issues());
        }
        return noted.issues().stream()
                .map(issue -> new Remark(
                        Severity.ERROR,
                        issue.reason().equals(JsonPrimitive.UNKNOWN_CODE) ? "code-invalid" : "structure",
                        issue.place(),
                        issue.reason()))
                .toList();
    }

    /** What the agreement, and R4's modes, say of the write that may follow. */
    private List<Remark> permitted(Caller caller, String type, String mode, boolean onInstance) {
        List<Remark> remarks = new ArrayList<>();
        if (!mode.equals("profile") && caller.mayContribute(type).isEmpty()) {
            remarks.add(new Remark(
                    Severity.ERROR, "forbidden", type, "the agreement does not let this partner contribute " + type));
        }
        if ((mode.equals("update") || mode.equals("delete")) && !onInstance) {
            remarks.add(new Remark(
                    Severity.ERROR,
                    "required",
                    type,
                    "validate an update or a deletion on the instance: [type]/[id]/$validate"));
        }
        return remarks;
    }

    private List<Remark> remarks(Resource resource, String type, Optional<Resource> held, Optional<String> profile) {
        if (!resource.fhirType().equals(type)) {
            return List.of(new Remark(Severity.ERROR, "invalid", type, "the resource is of another type than the URL"));
        }
        List<Remark> remarks = new ArrayList<>();
        if (held.isPresent()
                && !held.get()
                        .getIdElement()
                        .getIdPart()
                        .equals(resource.getIdElement().getIdPart())) {
            remarks.add(new Remark(Severity.ERROR, "value", type + ".id", "it must be the id of the URL"));
        }
        remarks.addAll(validation.full().of(resource, profile));
        Set<String> told = remarks.stream()
                .filter(remark -> remark.severity() == Severity.ERROR)
                .map(Remark::place)
                .collect(Collectors.toSet());
        validation.structure().issues(type, resource).stream()
                .filter(issue -> !told.contains(issue.place()))
                .forEach(issue -> remarks.add(new Remark(Severity.ERROR, "value", issue.place(), issue.reason())));
        return remarks;
    }
}
