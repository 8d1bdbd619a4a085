package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the operator's monitoring reads (contract.md, "health, metrics"). */
@OnEachStore
class MetricsTest {

    private static final String METRICS = "/actuator/prometheus";

    private final Sandbox gateway;

    MetricsTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @Test
    void theAdminReadsHowManyRequestsAndMessagesThereWere() {
        String patient = People.nhsNumber();
        gateway.as("hospital").hl7(Adt.admission("METRICS" + patient, patient).text());
        gateway.as("hospital").hl7("MSH|^~\\&|no message");
        gateway.as("gp").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient);
        gateway.as("gp").ask("BREW", "/of-a-carer/" + patient, new byte[0]);

        Answer metrics = gateway.as("admin").get(METRICS);

        assertThat(metrics.status()).as(metrics.text()).isEqualTo(200);
        assertThat(metrics.text().lines())
                .anyMatch(line -> line.matches(
                        "gateway_requests_seconds_count\\{method=\"GET\",road=\"fhir\",status=\"200\"\\} [1-9].*"))
                .anyMatch(line -> line.matches(
                        "gateway_requests_seconds_count\\{method=\"other\",road=\"other\",status=\"4..\"\\} [1-9].*"))
                .anyMatch(line -> line.matches(
                        "gateway_messages_total\\{format=\"hl7-v2\",outcome=\"AA\",partner=\"RZ1\"\\} [1-9].*"))
                .anyMatch(line -> line.matches(
                        "gateway_messages_total\\{format=\"hl7-v2\",outcome=\"AR\",partner=\"RZ1\"\\} [1-9].*"))
                .anyMatch(line -> line.startsWith("gateway_mllp_messages_total{"))
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(line -> line.startsWith("hikaricp_connections_active{"))
                .noneMatch(line -> line.contains(patient) || line.contains("carer-"));
    }

    @Test
    void nobodyElseReadsThem() {
        assertThat(gateway.stranger().get(METRICS).status()).isEqualTo(401);
        for (String partner : new String[] {"hospital", "council", "icb", "tester"}) {
            assertThat(gateway.as(partner).get(METRICS).status()).isEqualTo(403);
        }
    }
}
