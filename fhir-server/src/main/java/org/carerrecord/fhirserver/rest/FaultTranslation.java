package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.NotModifiedException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every stop of a FHIR request into its OperationOutcome and its audit row; once, here. */
@Interceptor
public final class FaultTranslation {

    private static final Logger LOG = LoggerFactory.getLogger(FaultTranslation.class);

    private static final String NO_RESOURCE = "this is no FHIR R4 resource of the right type";

    private final AuditTrail audit;
    private final Negotiation negotiation;

    FaultTranslation(AuditTrail audit, Negotiation negotiation) {
        this.audit = audit;
        this.negotiation = negotiation;
    }

    /** The answer to a stop. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException answer(Throwable stop, RequestDetails request) {
        if (stop instanceof NotModifiedException unchanged) {
            // Its read left its row in the audit already.
            return unchanged;
        }
        Fault fault = told(stop, request, Requests.attempt(request));
        if (fault.kind() == FaultKind.NOT_ACCEPTABLE || fault.kind() == FaultKind.UNSUPPORTED_MEDIA) {
            Negotiation.speakJson(request);
        }
        BaseServerResponseException answer =
                new UnclassifiedServerFailureException(fault.kind().httpStatus(), fault.reason(), Outcomes.of(fault));
        if (fault.kind() == FaultKind.NOT_ALLOWED) {
            answer.addResponseHeader("Allow", negotiation.allow(request));
        }
        return answer;
    }

    /** What is told of a stop, after the attempt's audit row is kept. */
    Fault told(Throwable stop, RequestDetails request, Attempt attempt) {
        Fault fault = keep(fault(stop, request), attempt);
        if (fault.kind().httpStatus() >= 500) {
            // The stack tells where; a message of a library may repeat content.
            LOG.error("{} at {}: {}", fault.kind(), fault.place(), trace(stop));
        }
        return fault;
    }

    private Fault keep(Fault fault, Attempt attempt) {
        try {
            if (!AuditTrail.isKept(fault)) {
                audit.failed(attempt, fault.kind().httpStatus());
            }
            return fault;
        } catch (Fault notEvenThat) {
            return notEvenThat;
        }
    }

    private static Fault fault(Throwable stop, RequestDetails request) {
        for (@Nullable Throwable cause = stop; cause != null; cause = cause.getCause()) {
            if (cause instanceof Fault fault) {
                return fault;
            }
            if (cause instanceof IllegalArgumentException && !hasBody(request)) {
                return new Fault(FaultKind.UNREADABLE, "URL", "the URL or its parameters are not understood", stop);
            }
            if (cause instanceof DataFormatException || isThrownByParser(cause)) {
                return new Fault(FaultKind.UNREADABLE, "body", NO_RESOURCE, stop);
            }
        }
        if (stop instanceof BaseServerResponseException refused) {
            return switch (refused.getStatusCode()) {
                case 404 -> new Fault(FaultKind.NOT_FOUND, "URL", "there is no such resource or type here", stop);
                case 405 ->
                    new Fault(FaultKind.NOT_ALLOWED, "URL", "this is not offered here; see /fhir/metadata", stop);
                case 400 ->
                    hasBody(request)
                            ? new Fault(FaultKind.UNREADABLE, "body", NO_RESOURCE, stop)
                            : new Fault(
                                    FaultKind.UNREADABLE, "URL", "the URL or its parameters are not understood", stop);
                case 406 -> new Fault(FaultKind.NOT_ACCEPTABLE, "Accept", "see /fhir/metadata for formats", stop);
                case 415 ->
                    new Fault(FaultKind.UNSUPPORTED_MEDIA, "Content-Type", "see /fhir/metadata for formats", stop);
                case 412 -> new Fault(FaultKind.VERSION_MISMATCH, "If-Match", "read the resource again first", stop);
                default -> internal(stop);
            };
        }
        return internal(stop);
    }

    /** HAPI's parser meets some malformed JSON with a ClassCastException. */
    private static boolean isThrownByParser(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("ca.uhn.fhir.parser.");
    }

    private static boolean hasBody(RequestDetails request) {
        return request.getRequestType() == RequestTypeEnum.POST
                || request.getRequestType() == RequestTypeEnum.PUT
                || request.getRequestType() == RequestTypeEnum.PATCH;
    }

    private static Fault internal(Throwable stop) {
        return new Fault(FaultKind.INTERNAL, "server", "the gateway has a mistake of its own; tell its operator", stop);
    }

    private static String trace(Throwable stop) {
        StringBuilder trace = new StringBuilder();
        for (@Nullable Throwable cause = stop; cause != null; cause = cause.getCause()) {
            trace.append('\n').append(cause.getClass().getName());
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (frame.getClassName().startsWith("org.carerrecord")) {
                    trace.append("\n  at ").append(frame);
                }
            }
        }
        return trace.toString();
    }
}
