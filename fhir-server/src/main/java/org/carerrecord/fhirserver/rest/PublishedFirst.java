package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Objects;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Publishing;
import org.hl7.fhir.r4.model.Bundle;

/** Sees to it that our own definitions are in the store before somebody asks for one of their types. */
@Interceptor
public final class PublishedFirst {

    private final Publishing publishing;

    PublishedFirst(Publishing publishing) {
        this.publishing = publishing;
    }

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void publish(RequestDetails request) {
        if (asked(request).anyMatch(Publishing::publishes)) {
            publishing.ensure(Requests.caller(request).requestId());
        }
    }

    /** The types that are asked for. The history of all tells what happened: what nobody asked for was not published yet. */
    private static Stream<String> asked(RequestDetails request) {
        if (request.getResourceName() != null) {
            return Stream.of(request.getResourceName());
        }
        if (request.getResource() instanceof Bundle bundle) {
            return bundle.getEntry().stream()
                    .map(entry -> Objects.requireNonNullElse(entry.getRequest().getUrl(), ""))
                    .map(url -> Entry.path(url, request.getFhirServerBase()))
                    .map(path -> path.split("/")[0]);
        }
        return Stream.empty();
    }
}
