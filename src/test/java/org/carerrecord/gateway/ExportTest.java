package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** {@code GET /export/hl7v2?patient=}: under the agreement, audited, and good enough to be taken again. */
@OnEachStore
class ExportTest {

    private final Sandbox gateway;
    private final String nhsNumber = People.nhsNumber();
    private final String id;

    ExportTest(Store store) {
        gateway = Sandbox.on(store);
        String local = "L" + People.mark();
        Adt admission = Adt.admission(People.uuid(), nhsNumber)
                .identifiers(nhsNumber + "^^^NHS^NH~" + local + "^^^PAS^MR")
                .happened(Instant.now().minus(Duration.ofHours(1)))
                .carer("TOM");
        assertThat(gateway.as("hospital").hl7(admission.text()).text()).contains("MSA|AA");
        id = gateway.as("council")
                .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(Patient.class)
                .getFirst()
                .getIdElement()
                .getIdPart();
    }

    @Test
    void whoMayReadGetsTheCarersAsNk1() {
        String requestId = People.uuid();
        Answer answer = gateway.as("council").with("X-Request-ID", requestId).get("/export/hl7v2?patient=" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/hl7-v2");
        assertThat(answer.text())
                .contains("|ROUTE|ZL1|", "|ADT^A31^ADT_A05|", "PID|1||" + nhsNumber + "^^^NHS^NH||FAIRWEATHER^WINIFRED")
                .contains("NK1|1|FAIRWEATHER^TOM^^^MR^^L|20^Carer|77 TANNERS ROW^^WENBURY^SUSSEX^ZZ99 8JJ^GBR^H")
                .doesNotContain("PAS");
        assertThat(answer.header("Carer-Record-Loss")).startsWith("Patient.identifier: a number that the recipient");
        assertThat(gateway.audited(requestId, 200)).isEqualTo(1);
    }

    @Test
    void aHospitalGetsItsOwnNumberAndTakesWhatItGets() {
        Answer answer = gateway.as("hospital").get("/export/hl7v2?patient=Patient/" + id);

        assertThat(answer.text()).contains(nhsNumber + "^^^NHS^NH~L", "^^^PAS^MR|");
        assertThat(gateway.as("hospital").hl7(answer.text()).text()).contains("MSA|AA");
        assertThat(gateway.as("tester")
                        .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                        .bundle()
                        .getTotal())
                .as("the same carer")
                .isEqualTo(1);
    }

    @Test
    void whoMayNotReadIsToldThatThereIsNobody() {
        assertThat(gateway.as("fire").get("/export/hl7v2?patient=" + id).status())
                .isEqualTo(404);
        assertThat(gateway.as("council-2").get("/export/hl7v2?patient=" + id).status())
                .isEqualTo(404);
        assertThat(gateway.as("council").get("/export/hl7v2?patient=nobody").status())
                .isEqualTo(404);
        assertThat(gateway.as("council").get("/export/hl7v2").status()).isEqualTo(400);
        assertThat(gateway.stranger().get("/export/hl7v2?patient=" + id).status())
                .isEqualTo(401);
    }
}
