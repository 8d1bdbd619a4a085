package org.carerrecord.gateway.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.gateway.GatewaySettings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds what a FHIR request may send, before anything reads it; no compressed body can grow in here. A form is read here too:
 * the container would bound it in its own way.
 */
@Component
@Order
class FhirBodies extends OncePerRequestFilter {

    private static final String FORM = "application/x-www-form-urlencoded";

    /** A search of more conditions than fit in here is not answered anyway. */
    private static final int LARGEST_FORM = 2 * 1024 * 1024;

    private final FaultAnswers answers;
    private final int mostBytes;
    private final BodiesInFlight inFlight;

    FhirBodies(FaultAnswers answers, GatewaySettings settings) {
        this.answers = answers;
        this.mostBytes = Math.toIntExact(settings.largestRequest().toBytes());
        this.inFlight = new BodiesInFlight(
                Math.max(Math.toIntExact(settings.bodiesInFlight().toBytes()), mostBytes));
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // The request's URI may be written in many ways.
        return !request.getServletPath().equals("/fhir") || request.getMethod().equals("GET");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (BodiesInFlight.Share share = inFlight.share()) {
            HttpServletRequest read;
            try {
                read = read(request, share);
            } catch (Fault fault) {
                answers.answer(request, response, fault);
                return;
            }
            chain.doFilter(read, response);
        }
    }

    private HttpServletRequest read(HttpServletRequest request, BodiesInFlight.Share share) throws IOException {
        if (request.getHeader("Content-Encoding") != null) {
            throw new Fault(FaultKind.UNSUPPORTED_MEDIA, "Content-Encoding", "send the body as it is, not compressed");
        }
        boolean isForm = String.valueOf(request.getContentType())
                .toLowerCase(Locale.ROOT)
                .startsWith(FORM);
        int most = isForm ? Math.min(LARGEST_FORM, mostBytes) : mostBytes;
        if (request.getContentLengthLong() > most) {
            throw new Fault(FaultKind.TOO_LARGE, "body", "this has at most " + most + " bytes here");
        }
        byte[] body = share.read(request.getInputStream(), most);
        return new Read(request, body, isForm ? conditions(request.getQueryString(), body) : Map.of());
    }

    private static Map<String, String[]> conditions(@Nullable String query, byte[] form) {
        return QueryStrings.parse(
                "body",
                Stream.of(Objects.requireNonNullElse(query, ""), new String(form, StandardCharsets.UTF_8))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("&")));
    }

    /** A request whose body was read. */
    private static final class Read extends HttpServletRequestWrapper {

        private final byte[] body;
        private final Map<String, String[]> form;

        Read(HttpServletRequest request, byte[] body, Map<String, String[]> form) {
            super(request);
            this.body = body;
            this.form = form;
        }

        /** Those of a form and its URL; the others' the FHIR servlet reads itself. */
        @Override
        public Map<String, String[]> getParameterMap() {
            return form;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return bytes.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("the FHIR servlet reads its requests at once");
                }
            };
        }
    }
}
