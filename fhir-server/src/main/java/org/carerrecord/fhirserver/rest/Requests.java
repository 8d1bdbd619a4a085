package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What the edge knows of a request: who asks, and what for. */
public final class Requests {

    /** The request attributes in which the application's security leaves what it found out. */
    public static final String CALLER = Caller.class.getName();

    public static final String REQUEST_ID = "X-Request-ID";

    private static final String DIGEST = Requests.class.getName() + ".digest";

    private static final String ATTEMPT = Attempt.class.getName();

    private static final Set<RestOperationTypeEnum> OPERATIONS = EnumSet.of(
            RestOperationTypeEnum.EXTENDED_OPERATION_SERVER,
            RestOperationTypeEnum.EXTENDED_OPERATION_TYPE,
            RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE);

    private Requests() {}

    /**
     * Who asks.
     *
     * @throws Fault UNAUTHENTICATED when nobody was recognised: the last of several doors
     */
    static Caller caller(RequestDetails request) {
        return known(request)
                .orElseThrow(() -> new Fault(
                        FaultKind.UNAUTHENTICATED, "Authorization", "send a bearer token that is valid here"));
    }

    /** What is tried outside of FHIR, with the request, so that its stop can tell. */
    public static Attempt tried(HttpServletRequest request, Attempt attempt) {
        request.setAttribute(ATTEMPT, attempt);
        return attempt;
    }

    /** What was said to be tried, if a request came so far. */
    public static Optional<Attempt> tried(HttpServletRequest request) {
        return Optional.ofNullable((Attempt) request.getAttribute(ATTEMPT));
    }

    static Attempt attempt(RequestDetails request) {
        @Nullable IIdType id = request.getId();
        return new Attempt(
                known(request).orElse(null),
                Objects.requireNonNullElse((String) servlet(request).getAttribute(REQUEST_ID), ""),
                interaction(request),
                Optional.ofNullable(request.getResourceName()).filter(name -> name.length() <= 64),
                Optional.ofNullable(id).map(IIdType::getIdPart).filter(part -> part.length() <= 64));
    }

    /** The code of the interaction, or the name of an operation that there is. */
    private static String interaction(RequestDetails request) {
        @Nullable RestOperationTypeEnum type = request.getRestOperationType();
        if (type == null) {
            return "unknown";
        }
        return OPERATIONS.contains(type) && request.getOperation() != null ? request.getOperation() : type.getCode();
    }

    /** The resource that a request brought to an operation, as it was read. */
    public static Optional<Resource> sent(RequestDetails request) {
        return Bodies.sent(request);
    }

    static Optional<Caller> known(RequestDetails request) {
        return Optional.ofNullable((Caller) servlet(request).getAttribute(CALLER));
    }

    static HttpServletRequest servlet(RequestDetails request) {
        return ((ServletRequestDetails) request).getServletRequest();
    }

    /** What the write of one resource is to be answered with; the resource unless something else is asked for. */
    static PreferReturnEnum preferredOfOne(RequestDetails request) {
        @Nullable
        PreferReturnEnum preferred = RestfulServerUtils.parsePreferHeader(request.getHeader(Constants.HEADER_PREFER))
                .getReturn();
        return preferred == null ? PreferReturnEnum.REPRESENTATION : preferred;
    }

    /** What the entries of a Bundle are to be answered with; the least unless something is asked for (R4, RESTful API, "Prefer"). */
    static PreferReturnEnum preferred(RequestDetails request) {
        @Nullable
        PreferReturnEnum preferred = RestfulServerUtils.parsePreferHeader(request.getHeader(Constants.HEADER_PREFER))
                .getReturn();
        return preferred == null ? PreferReturnEnum.MINIMAL : preferred;
    }

    /**
     * By what a POST is known when its sender, who gave it an id, sends it again: the same partner, id, address and body. What an
     * entry of a Bundle does is done by that POST, whatever its own method.
     *
     * @param part of the request
     */
    static Optional<UUID> again(RequestDetails request, String part) {
        Object id = servlet(request).getAttribute(REQUEST_ID);
        @Nullable String given = request.getHeader(REQUEST_ID);
        if (request.getRequestType() != RequestTypeEnum.POST || given == null || !given.equals(id)) {
            return Optional.empty();
        }
        return Optional.of(Hash.key(String.join(
                "\n",
                caller(request).partner().ods(),
                given,
                request.getCompleteUrl(),
                String.valueOf(request.getHeader(Constants.HEADER_IF_NONE_EXIST)),
                part,
                digest(request))));
    }

    /** Of the body; asked for by each entry of a Bundle. */
    private static String digest(RequestDetails request) {
        return (String) request.getUserData().computeIfAbsent(DIGEST, any -> Hash.key(request.loadRequestContents())
                .toString());
    }
}
