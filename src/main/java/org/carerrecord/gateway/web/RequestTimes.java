package org.carerrecord.gateway.web;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** {@code gateway.requests}: how many, how long, by road, method and status; nothing that a caller wrote. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestTimes extends OncePerRequestFilter {

    private static final Set<String> ROADS =
            Set.of("actuator", "agreement", "export", "fhir", "hl7v2", "intake", "messages");
    private static final Set<String> METHODS = Set.of("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT");
    private static final String OTHER = "other";

    private final MeterRegistry meters;

    RequestTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long began = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            meters.timer(
                            "gateway.requests",
                            "road",
                            road(request.getRequestURI()),
                            "method",
                            METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER,
                            "status",
                            Integer.toString(response.getStatus()))
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    private static String road(String path) {
        int end = path.indexOf('/', 1);
        String first = path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
        return ROADS.contains(first) ? first : OTHER;
    }
}
