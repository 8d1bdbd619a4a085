package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/** A system that talks to the gateway over plain HTTP. */
record User(URI base, Map<String, String> headers) {

    static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number%7C";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    User with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new User(base, more);
    }

    Answer get(String path) {
        return ask("GET", path, new byte[0]);
    }

    Answer delete(String path) {
        return ask("DELETE", path, new byte[0]);
    }

    Answer fhir(String method, String path, String json) {
        return with("Content-Type", "application/fhir+json").ask(method, path, json.getBytes(UTF_8));
    }

    /** {@code Patient/1} of what it creates. */
    String create(Resource resource) {
        return fhir("POST", "/fhir/" + resource.fhirType(), Fhir.json(resource)).written();
    }

    Answer update(String reference, Resource resource) {
        Answer answer = fhir("PUT", "/fhir/" + reference, Fhir.json(resource.setId(reference)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    /** JSON Patch. */
    Answer patch(String path, String patch) {
        return with("Content-Type", "application/json-patch+json").ask("PATCH", path, patch.getBytes(UTF_8));
    }

    Answer hl7(String message) {
        return hl7(message.getBytes(UTF_8));
    }

    Answer hl7(byte[] message) {
        return with("Content-Type", "application/hl7-v2").ask("POST", "/hl7v2", message);
    }

    Answer ask(String method, String path, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
