package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The OpenAPI page; it asks the record nothing, so one store does. */
class OpenApiTest {

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

    @Test
    void nothingElseIsOpenBesideIt() {
        assertThat(gateway.stranger().get("/fhir/swagger-uiX").status()).isEqualTo(401);
        assertThat(gateway.stranger().get("/fhir/api-docs/Patient").status()).isEqualTo(401);
        assertThat(gateway.as("tester").get("/fhir/swagger-uiX").status()).isEqualTo(404);
    }
}
