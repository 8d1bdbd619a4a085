package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is not offered is refused with the status that HTTP has for it, and an OperationOutcome. */
@OnEachStore
class RefusalsTest {

    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"active\":true}";

    private final Sandbox gateway;
    private final User tester;

    RefusalsTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /fhir/Winifred, 404",
        "GET, /fhir/Patient/1/Winifred, 404",
        "GET, /fhir/Parameters, 404",
        "GET, /fhir/Patient/$winifred, 404",
        "POST, /fhir/$winifred, 404",
        "GET, /fhir/Patient/a_b, 400",
        "GET, /fhir/_winifred, 404",
        "GET, /nowhere, 404",
        "GET, /fhir, 405",
        "DELETE, /fhir, 405",
        "POST, /fhir/Patient/1, 405",
        "PUT, /fhir/metadata, 405",
        "DELETE, /fhir/Patient/1/_history/1, 405",
        "GET, /fhir/Patient/_search, 405",
        "OPTIONS, /fhir/Patient, 405",
        "PUT, /messages, 405"
    })
    void whatIsNotThereIsNotOffered(String method, String path, int status) {
        Answer answer = tester.with("Content-Type", "application/fhir+json")
                .ask(method, path, method.startsWith("P") ? PATIENT.getBytes(UTF_8) : new byte[0]);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.places()).isNotEmpty();
        assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
        assertThat(answer.header("Allow").isEmpty() || status == 405).isTrue();
        if (status == 405 && path.startsWith("/fhir")) {
            assertThat(answer.header("Allow")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hospital, Person",
        "hospital, AuditEvent",
        "hospital, Provenance",
        "admin, AuditEvent",
        "tester, Provenance"
    })
    void whatTheServerMakesNobodyWrites(String partner, String type) {
        User user = gateway.as(partner);
        String body = "{\"resourceType\":\"" + type + "\"}";

        for (Answer answer : List.of(
                user.fhir("POST", "/fhir/" + type, body),
                user.fhir("PUT", "/fhir/" + type + "/1", body),
                user.delete("/fhir/" + type + "/1"))) {
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
            assertThat(answer.places()).containsExactly("URL");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/fhir/Patient|text/plain",
                "POST|/fhir/Patient|application/hl7-v2",
                "POST|/fhir/Patient|application/fhir+json; charset=iso-8859-1",
                "POST|/fhir/Patient|application/fhir+json; fhirVersion=3.0",
                "POST|/fhir/Patient|text/turtle",
                "PUT|/fhir/Patient/1|application/x-www-form-urlencoded",
                "PATCH|/fhir/Patient/1|application/fhir+json",
                "PATCH|/fhir/Patient/1|application/xml-patch+xml",
                "POST|/fhir/Patient/_search|application/fhir+json",
                "POST|/hl7v2|application/pdf"
            })
    void anotherContentTypeIsNotRead(String method, String path, String type) {
        Answer answer = tester.with("Content-Type", type).ask(method, path, PATIENT.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.places()).containsExactly("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/pdf",
                "text/turtle",
                "application/fhir+json; fhirVersion=3.0",
                "application/json;q=0"
            })
    void anotherFormatIsNotSpoken(String accept) {
        Answer answer = tester.with("Accept", accept).get("/fhir/Flag");

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.places()).containsExactly("Accept");
    }

    @Test
    void ofSeveralFormatsOneThatIsSpokenIsTaken() {
        Answer answer = tester.with("Accept", "text/turtle, application/fhir+xml;q=0.4, text/html")
                .get("/fhir/Flag?_count=1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/fhir+xml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttl", "html", "text/csv", "winifred"})
    void anotherFormatParameterIsNotSpoken(String format) {
        Answer answer = tester.get("/fhir/Flag?_format=" + format);

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.places()).containsExactly("_format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient/1;name=winifred",
                "/fhir//Patient",
                "/fhir/Patient/%2e%2e/Flag",
                "/fhir/Patient/%5C",
                "/fhir/Patient/a%2Fb"
            })
    void whatTheFirewallRefusesIsABadRequestForEverybody(String path) {
        for (User user : List.of(tester, gateway.stranger())) {
            Answer answer = user.get(path);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.places()).isSubsetOf("URL", "request").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /fhir/Patient?name=Winifred<\0 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /fhir/Winifred Fairweather HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /fhir/Patient HTTP/1.1\r\n\r\n",
                "WINI(FRED /fhir/Patient HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /fhir/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: winifred\r\n\r\n",
            })
    void whatIsNoHttpIsToldSo(String request) throws IOException {
        try (Socket socket = new Socket("localhost", gateway.httpPort())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400").contains("application/fhir+json", "\"OperationOutcome\"");
            assertThat(answer).doesNotContainIgnoringCase("winifred", "tomcat", "<html");
        }
    }

    @Test
    void anUnknownMethodIsRefused() throws IOException {
        assertThat(tester.ask("WINIFRED", "/fhir/Patient", new byte[0]).status())
                .isIn(400, 405);
        assertThat(tester.ask("TRACE", "/fhir/Patient", new byte[0]).status()).isIn(400, 405);
    }

    @Test
    void theErrorPageIsNoPage() {
        assertThat(tester.get("/error").status()).isEqualTo(404);
        assertThat(gateway.stranger().get("/error").status()).isEqualTo(401);
    }

    @Test
    void aCompressedBodyIsNotUnpacked() {
        Answer answer = tester.with("Content-Encoding", "gzip").fhir("POST", "/fhir/Patient", PATIENT);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.places()).containsExactly("Content-Encoding");
    }
}
