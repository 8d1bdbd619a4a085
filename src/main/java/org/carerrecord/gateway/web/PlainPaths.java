package org.carerrecord.gateway.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Beside what Spring's firewall refuses: the FHIR servlet's own path written in another way, which the container understands,
 * and neither Spring nor HAPI.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class PlainPaths extends OncePerRequestFilter {

    private static final String FHIR = "/fhir";

    private final FaultAnswers answers;

    PlainPaths(FaultAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return !path.startsWith(FHIR)
                || request.getRequestURI().equals(path)
                || request.getRequestURI().startsWith(FHIR + "/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        answers.answer(
                request, response, new Fault(FaultKind.UNREADABLE, "URL", "write the path as it is: " + FHIR + "/"));
    }
}
