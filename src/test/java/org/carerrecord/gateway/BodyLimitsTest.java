package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody fills the memory: what a request may send is bounded before anything reads it. */
class BodyLimitsTest {

    private static final int TOO_MUCH_OF_A_FORM = 3_000_000;

    private final Sandbox gateway = Sandbox.on(Store.H2);
    private final User form = gateway.as("tester").with("Content-Type", "application/x-www-form-urlencoded");

    @ParameterizedTest
    @ValueSource(strings = {"PUT /anything", "PATCH /fhir/Patient/1", "DELETE /messages", "POST /fhir/Patient/_search"})
    void nothingIsReadOfAStrangersForm(String request) throws IOException {
        try (HttpSocket stranger = new HttpSocket(gateway)) {
            String status = stranger.status(request
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n");

            assertThat(status).startsWith("HTTP/1.1 401");
        }
    }

    @ParameterizedTest
    @CsvSource({"identity, family=Fairweather", "gzip, family=Fairweather"})
    void aFormIsNotCompressed(String encoding, String conditions) {
        for (String query : new String[] {"", "?_count=1"}) {
            Answer answer = form.with("Content-Encoding", encoding)
                    .ask("POST", "/fhir/Patient/_search" + query, conditions.getBytes(UTF_8));

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.places()).containsExactly("Content-Encoding");
        }
    }

    @Test
    void aCompressedFormDoesNotGrowInHere() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[TOO_MUCH_OF_A_FORM]);
        }

        assertThat(form.with("Content-Encoding", "gzip")
                        .ask("POST", "/fhir/Patient/_search?_count=1", bomb.toByteArray())
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/Patient/_search", "/fhir/Patient/_search?_count=1", "/fhir/Binary?x=1"})
    void aFormHasItsLimit(String path) {
        byte[] large = ("family=" + "a".repeat(TOO_MUCH_OF_A_FORM)).getBytes(UTF_8);

        Answer answer = form.ask("POST", path, large);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.places()).containsExactly("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/Patient/_search", "/fhir/Patient/_search?_count=1", "/fhir/Binary?x=1"})
    void aFormThatIsNoneIsToldSo(String path) {
        Answer answer = form.ask("POST", path, "family=%zz".getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("body");
    }

    @Test
    void aFormOfManyConditionsIsTooCostly() {
        String many = IntStream.range(0, 20_000).mapToObj(i -> "family=a" + i).collect(Collectors.joining("&"));

        assertThat(form.ask("POST", "/fhir/Patient/_search", many.getBytes(UTF_8))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFormAndTheUrlAskTogether() {
        String family = "Formby" + People.nhsNumber();
        gateway.as("tester")
                .fhir(
                        "POST",
                        "/fhir/Patient",
                        Fhir.json(Fhir.patient(People.nhsNumber())).replace("Fairweather", family));

        for (String path : new String[] {"/fhir/Patient/_search", "/fhir/Patient/_search?_count=1"}) {
            assertThat(form.ask("POST", path, ("family=" + family).getBytes(UTF_8))
                            .bundle()
                            .getEntry())
                    .hasSize(1);
            assertThat(form.ask("POST", path, ("family=x" + family).getBytes(UTF_8))
                            .bundle()
                            .getEntry())
                    .isEmpty();
        }
    }

    @Test
    void aFormIsForSearching() {
        Answer answer = form.ask("POST", "/fhir/Patient", "{\"resourceType\":\"Patient\"}".getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.places()).containsExactly("Content-Type");
    }
}
