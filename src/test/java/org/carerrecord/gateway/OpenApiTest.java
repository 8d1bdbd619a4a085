package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI page; it asks the record nothing, so one store does. */
class OpenApiTest {

    private static final Pattern MEDIA_TYPE = Pattern.compile(" {10}(\\S+/\\S+):");

    private final Sandbox gateway = Sandbox.on(Store.H2);

    @Test
    void anybodyMayReadThePage() {
        Answer page = gateway.stranger().get("/fhir/swagger-ui/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Carer record gateway");
        assertThat(gateway.stranger()
                        .get("/fhir/swagger-ui/swagger-ui-bundle.js")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTypeIsDescribedWithOurOwnParameters() {
        Answer described = gateway.stranger().get("/fhir/api-docs?page=RelatedPerson");

        assertThat(described.status()).isEqualTo(200);
        assertThat(described.text()).startsWith("openapi: 3.").contains("/RelatedPerson/{id}", "carer-kind");
    }

    @ParameterizedTest
    @CsvSource({
        "Patient, /Patient/{id}/$everything",
        "Patient, /Patient/{id}/$carer-record",
        "Patient, /Patient/$carer-known",
        "Patient, /Patient/$refer-carer",
        "RelatedPerson, /RelatedPerson/{id}/$contributions",
        "RelatedPerson, /RelatedPerson/{id}/$refer",
        "Person, /Person/$match",
        "Flag, /Flag/$validate",
        "System+Level+Operations, /$process-message"
    })
    void operationsAreDescribed(String page, String path) {
        Answer described = gateway.stranger().get("/fhir/api-docs?page=" + page);

        assertThat(described.status()).isEqualTo(200);
        assertThat(described.text()).contains("\n  " + path + ":\n");
    }

    @Test
    void aPatchIsAJsonPatch() {
        String described = gateway.stranger().get("/fhir/api-docs?page=Basic").text();

        assertThat(mediaTypesOf("patch", described)).containsExactly("application/json-patch+json");
    }

    /** Of the body of a method of one resource. */
    private static List<String> mediaTypesOf(String method, String page) {
        return page.lines()
                .dropWhile(line -> !line.equals("    " + method + ":"))
                .dropWhile(line -> !line.equals("      requestBody:"))
                .takeWhile(line -> !line.equals("      responses:"))
                .map(MEDIA_TYPE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    @Test
    void nothingElseIsOpenBesideIt() {
        assertThat(gateway.stranger().get("/fhir/swagger-uiX").status()).isEqualTo(401);
        assertThat(gateway.stranger().get("/fhir/api-docs/Patient").status()).isEqualTo(401);
        assertThat(gateway.as("tester").get("/fhir/swagger-uiX").status()).isEqualTo(404);
    }
}
