package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRestfulResponse;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * An answer that the container sends when its buffer is full: HAPI's writer of JSON flushes after each value, and each would
 * be a chunk and a system call of its own.
 */
final class BufferedResponse extends ServletRestfulResponse {

    BufferedResponse(ServletRequestDetails request) {
        super(request);
    }

    @Override
    public Writer getResponseWriter(int status, String contentType, String charset, boolean gzip) throws IOException {
        return new FilterWriter(super.getResponseWriter(status, contentType, charset, gzip)) {
            @Override
            public void flush() {
                // Closing does it.
            }
        };
    }
}
