package org.carerrecord.gateway.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.rest.Requests;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request its X-Request-ID and mirrors it and X-Correlation-ID (contract.md, headers). */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class RequestIds extends OncePerRequestFilter {

    private static final String CORRELATION_ID = "X-Correlation-ID";
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
    private static final Pattern CORRELATION = Pattern.compile("[\\x21-\\x7e]{1,128}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = matching(request.getHeader(Requests.REQUEST_ID), UUID_TEXT)
                .orElseGet(() -> UUID.randomUUID().toString());
        request.setAttribute(Requests.REQUEST_ID, id);
        response.setHeader(Requests.REQUEST_ID, id);
        matching(request.getHeader(CORRELATION_ID), CORRELATION)
                .ifPresent(correlation -> response.setHeader(CORRELATION_ID, correlation));
        chain.doFilter(request, response);
    }

    private static Optional<String> matching(@Nullable String header, Pattern form) {
        return Optional.ofNullable(header).filter(text -> form.matcher(text).matches());
    }
}
