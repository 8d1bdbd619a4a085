package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Stream;
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

    /** With the patches that are taken here; HAPI describes that of FHIR's own. */
    private static final class Described extends OpenApiInterceptor {

        private static final Content PATCH = new Content()
                .addMediaType(
                        Media.JSON_PATCH,
                        new MediaType()
                                .schema(new ArraySchema().items(new ObjectSchema()))
                                .example("[{\"op\": \"replace\", \"path\": \"/active\", \"value\": true}]"));

        @Override
        protected OpenAPI generateOpenApi(ServletRequestDetails details) {
            OpenAPI described = super.generateOpenApi(details);
            described.getPaths().values().stream()
                    .flatMap(path -> Stream.ofNullable(path.getPatch()))
                    .forEach(patch -> patch.setRequestBody(new RequestBody().content(PATCH)));
            return described;
        }
    }

    /** Loaded when it is first asked for. */
    private OpenApiInterceptor page() {
        @Nullable OpenApiInterceptor loaded = page;
        if (loaded == null) {
            loaded = new Described();
            // One page for each type: with all 146 on one no browser is quick.
            loaded.setUseResourcePages(true);
            page = loaded;
        }
        return loaded;
    }
}
