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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
        return new Read(
                request,
                body,
                parameters(request.getQueryString(), isForm && isPost(request) ? form(request, body) : ""));
    }

    private static boolean isPost(HttpServletRequest request) {
        return request.getMethod().equals("POST");
    }

    /** R4, RESTful API, "search": nothing else is asked by a form. A Binary may be of any type. */
    private static String form(HttpServletRequest request, byte[] body) {
        String path = Objects.requireNonNullElse(request.getPathInfo(), "");
        if (!path.endsWith("/_search") && !path.startsWith("/Binary")) {
            throw new Fault(FaultKind.UNSUPPORTED_MEDIA, "Content-Type", "a form is for _search; send FHIR as it is");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Map<String, String[]> parameters(@Nullable String query, String form) {
        Map<String, String[]> all =
                new LinkedHashMap<>(QueryStrings.parse("URL", Objects.requireNonNullElse(query, "")));
        QueryStrings.parse("body", form)
                .forEach((name, values) -> all.merge(
                        name, values, (these, those) -> Stream.concat(Arrays.stream(these), Arrays.stream(those))
                                .toArray(String[]::new)));
        return all;
    }

    /** A request whose body was read. */
    private static final class Read extends HttpServletRequestWrapper {

        private final byte[] body;
        private final Map<String, String[]> parameters;

        Read(HttpServletRequest request, byte[] body, Map<String, String[]> parameters) {
            super(request);
            this.body = body;
            this.parameters = parameters;
        }

        /** Those of the URL and of a form; the container would read a form by itself, which is read already. */
        @Override
        public Map<String, String[]> getParameterMap() {
            return parameters;
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
