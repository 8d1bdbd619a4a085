package org.carerrecord.gateway.web;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.carerrecord.fhirserver.rest.Outcomes;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** What Tomcat refuses before any servlet sees it is an OperationOutcome too; Tomcat's own page would repeat the URL. */
@Component
class ContainerErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final FhirContext context;

    ContainerErrors(FhirContext context) {
        this.context = context;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(application -> {
            StandardHost host = (StandardHost) application.getParent();
            host.setErrorReportValveClass(null);
            host.getPipeline().addValve(new Report(context));
        });
    }

    private static final class Report extends ErrorReportValve {

        private final FhirContext context;

        Report(FhirContext context) {
            this.context = context;
        }

        @Override
        protected void report(Request request, Response response, @Nullable Throwable stop) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            String body = context.newJsonParser().encodeResourceToString(Outcomes.of(ErrorPage.fault(status)));
            try {
                response.setContentType("application/fhir+json;charset=UTF-8");
                response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                response.finishResponse();
            } catch (IOException | IllegalStateException gone) {
                // The client has gone, or a writer was open: there is nobody to tell.
            }
        }
    }
}
