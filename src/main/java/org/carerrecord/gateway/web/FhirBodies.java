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
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds what a FHIR request may send before a parser sees it: its size, and the exponents of its numbers, which a decimal
 * of unlimited precision would write out in full.
 */
@Component
@Order
class FhirBodies extends OncePerRequestFilter {

    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_EXPONENT_DIGITS = 3;

    private final FaultAnswers answers;

    FhirBodies(FaultAnswers answers) {
        this.answers = answers;
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
                    new Fault(FaultKind.UNREADABLE, "Content-Encoding", "send the body as it is, not compressed"));
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            answers.answer(request, response, new Fault(FaultKind.TOO_LARGE, "body", "a request has at most 64 MB"));
        } else if (hasHugeExponent(body)) {
            answers.answer(
                    request,
                    response,
                    new Fault(FaultKind.UNREADABLE, "body", "a decimal has an exponent of at most three digits here"));
        } else {
            chain.doFilter(new Read(request, body), response);
        }
    }

    /** Whether a JSON number, outside of strings, has an exponent of more than three digits. */
    private static boolean hasHugeExponent(byte[] json) {
        boolean inString = false;
        int digits = -1;
        for (int i = 0; i < json.length; i++) {
            byte c = json[i];
            if (inString) {
                i += c == '\\' ? 1 : 0;
                inString = c != '"';
                continue;
            }
            inString = c == '"';
            boolean afterDigit = i > 0 && json[i - 1] >= '0' && json[i - 1] <= '9';
            if ((c == 'e' || c == 'E') && afterDigit) {
                digits = 0;
            } else if (digits >= 0 && c >= '0' && c <= '9') {
                if (++digits > MOST_EXPONENT_DIGITS) {
                    return true;
                }
            } else if (c != '+' && c != '-') {
                digits = -1;
            }
        }
        return false;
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
