package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the server offers as OpenAPI 3, at {@code /fhir/api-docs}, and as a page to try it, at {@code /fhir/swagger-ui/}; made of
 * the CapabilityStatement.
 */
@Interceptor
public final class OpenApi {

    private @Nullable OpenApiInterceptor page;

    /** Answers what is asked of the page, one at a time, since anybody may ask; everything else goes on. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    public boolean serve(HttpServletRequest request, HttpServletResponse response, ServletRequestDetails details)
            throws IOException {
        String path = details.getRequestPath();
        if (!path.equals("api-docs") && !path.equals("swagger-ui") && !path.startsWith("swagger-ui/")) {
            return true;
        }
        synchronized (this) {
            return page().serveSwaggerUi(request, response, details);
        }
    }

    /** Loaded when it is first asked for. */
    private OpenApiInterceptor page() {
        @Nullable OpenApiInterceptor loaded = page;
        if (loaded == null) {
            loaded = new OpenApiInterceptor();
            // One page for each type: with all 146 on one no browser is quick.
            loaded.setUseResourcePages(true);
            page = loaded;
        }
        return loaded;
    }
}
