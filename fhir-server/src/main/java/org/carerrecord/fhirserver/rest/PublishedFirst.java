package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.carerrecord.fhirserver.Publishing;
import org.jspecify.annotations.Nullable;

/** Sees to it that our own definitions are in the store before somebody asks for one of their types. */
@Interceptor
public final class PublishedFirst {

    private final Publishing publishing;

    PublishedFirst(Publishing publishing) {
        this.publishing = publishing;
    }

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void publish(RequestDetails request) {
        @Nullable String type = request.getResourceName();
        if (type != null) {
            publishing.ensure(type, Requests.caller(request).requestId());
        }
    }
}
