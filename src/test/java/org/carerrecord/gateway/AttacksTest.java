package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.web.SecurityFilterChain;

/** What is tried at the edge beside tokens: paths, methods, other origins. */
class AttacksTest {

    private final Sandbox gateway = Sandbox.on(Store.H2);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%66hir/Patient",
                "/fh%69r/metadata",
                "//fhir/Patient",
                "/fhir//Patient",
                "/fhir/./Patient",
                "/fhir/metadata/../Patient",
                "/fhir;x=1/Patient",
                "/fhir/metadata;/../Patient",
                "/fhir/%2e%2e/Patient",
                "/fhir/metadata%2f..%2fPatient",
                "/fhir/metadata%5c..%5cPatient",
                "/fhir/Patient%00",
                "/fhir/Patient%0a"
            })
    void noWayOfWritingAPathGoesPastTheDoor(String path) throws IOException {
        for (String token : new String[] {"", "Authorization: Bearer sandbox-tester\r\n"}) {
            try (HttpSocket socket = new HttpSocket(gateway)) {
                assertThat(socket.status("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + token + "\r\n"))
                        .contains(" 400 ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/%50atient", "/fhir/m%65tadata/Patient", "/FHIR/Patient", "/fhir/metadata/Patient"})
    void noOtherWayOfWritingIsOpen(String path) {
        assertThat(gateway.stranger().get(path).status()).isEqualTo(401);
        assertThat(gateway.as("tester").get(path).status()).isLessThan(500);
    }

    @Test
    void noHeaderOrParameterChangesTheMethod() {
        String reference = "/fhir/Patient/"
                + gateway.as("tester")
                        .fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(People.nhsNumber())))
                        .header("Location")
                        .replaceFirst(".*/Patient/([^/]+)/.*", "$1");
        User tester = gateway.as("tester");

        for (String header : new String[] {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"}) {
            tester.with(header, "DELETE").get(reference);
            tester.with(header, "DELETE").fhir("POST", reference, "{}");
        }
        tester.fhir("POST", reference + "?_method=DELETE", "{}");

        assertThat(tester.get(reference).status()).isEqualTo(200);
    }

    @Test
    void noOtherOriginIsLetIn() throws IOException {
        Answer asked =
                gateway.as("tester").with("Origin", "https://elsewhere.example").get("/fhir/Flag?_count=1");

        assertThat(asked.response().headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        try (HttpSocket socket = new HttpSocket(gateway)) {
            assertThat(socket.status("OPTIONS /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nOrigin:"
                            + " https://elsewhere.example\r\nAccess-Control-Request-Method: GET\r\n\r\n"))
                    .contains(" 401 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/metadata", "/fhir/Flag?_count=1", "/fhir/Flag/nobody", "/messages?controlId=none"})
    void everyAnswerTellsABrowserToDoNothingWithIt(String path) {
        Answer answer = gateway.as("tester").get(path);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.header("Server") + answer.header("X-Powered-By")).isEmpty();
    }

    @Test
    void withoutAnIdentityProviderNobodyIsSentToOne() {
        assertThat(gateway.stranger()
                        .get("/fhir/.well-known/smart-configuration")
                        .text())
                .isEqualTo("{\"grant_types_supported\":[],\"capabilities\":[]}");
    }

    /** A library that brings another with its next version, or takes one away, is looked at first. */
    @Test
    void theFiltersOnTheWayInAreThese() {
        assertThat(gateway.part(SecurityFilterChain.class).getFilters())
                .extracting(filter -> filter.getClass().getSimpleName())
                .containsExactly(
                        "SecurityContextHolderFilter",
                        "HeaderWriterFilter",
                        "BearerTokenAuthenticationFilter",
                        "AnonymousAuthenticationFilter",
                        "ExceptionTranslationFilter",
                        "Callers",
                        "AuthorizationFilter");
    }
}
