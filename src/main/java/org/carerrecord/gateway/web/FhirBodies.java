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
import org.carerrecord.gateway.GatewaySettings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds what a FHIR request may send, before anything reads it; no compressed body can grow in here. */
@Component
@Order
class FhirBodies extends OncePerRequestFilter {

    private final FaultAnswers answers;
    private final int mostBytes;

    FhirBodies(FaultAnswers answers, GatewaySettings settings) {
        this.answers = answers;
        this.mostBytes = Math.toIntExact(settings.largestRequest().toBytes());
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/fhir")
                || request.getMethod().equals("GET")
                || String.valueOf(request.getContentType()).startsWith("application/x-www-form-urlencoded");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader("Content-Encoding") != null) {
            answers.answer(
                    request,
                    response,
                    new Fault(
                            FaultKind.UNSUPPORTED_MEDIA, "Content-Encoding", "send the body as it is, not compressed"));
            return;
        }
        boolean isSaidTooLarge = request.getContentLengthLong() > mostBytes;
        byte[] body = isSaidTooLarge ? new byte[0] : request.getInputStream().readNBytes(mostBytes + 1);
        if (isSaidTooLarge || body.length > mostBytes) {
            answers.answer(
                    request,
                    response,
                    new Fault(FaultKind.TOO_LARGE, "body", "a request has at most " + mostBytes + " bytes here"));
        } else {
            chain.doFilter(new Read(request, body), response);
        }
    }

    /** A request whose body was read. */
    private static final class Read extends HttpServletRequestWrapper {

        private final byte[] body;

        Read(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
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
