package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to nothing at the doors that are not FHIR leaves its row, which tells what was tried. */
@OnEachStore
class RefusedAtTheDoorTest {

    private static final String HEADING =
            "record,person_id,nhs_id,last_name,first_name,date_of_birth,other_person_id,type,is_informal_carer,"
                    + "client_type,reference,start_date,end_date,assessment_type,outcome,extracted_at\n";

    private final Sandbox gateway;
    private final String request = People.uuid();

    RefusedAtTheDoorTest(Store store) {
        gateway = Sandbox.on(store);
    }

    private User as(String name) {
        return gateway.as(name).with("X-Request-ID", request);
    }

    /** What each row of the request tells: interaction, type, id, outcome. */
    private List<String> rows() {
        return gateway.jdbc()
                .sql("select interaction || ' ' || coalesce(type, '-') || ' ' || coalesce(resource, '-') || ' ' ||"
                        + " outcome from audit where request = ?")
                .param(request)
                .query(String.class)
                .list();
    }

    @Test
    void aMessageThatIsTooLong() {
        assertThat(as("hospital").hl7(new byte[6_000_000]).acknowledged()).isEqualTo("AR");
        assertThat(gateway.audited(request, 413)).isOne();
    }

    @Test
    void aRecordThatIsTooLong() {
        Answer answer = as("gp").with("Content-Type", "application/fhir+json")
                .ask("POST", "/intake/fhir", new byte[17_000_000]);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.places()).containsExactly("body");
        assertThat(rows()).containsExactly("intake-fhir - - 413");
    }

    @Test
    void anExtractThatCannotBeRead() {
        Answer answer = as("council")
                .with("Content-Type", "application/json")
                .ask("POST", "/intake/council", "[5]".getBytes(UTF_8));

        assertThat(answer.status()).isIn(200, 400, 422);
        assertThat(rows()).hasSize(1).allSatisfy(row -> assertThat(row)
                .startsWith("council-extract - ")
                .doesNotEndWith(" 200"));
    }

    @Test
    void anExtractOfNothing() {
        Answer answer =
                as("council").with("Content-Type", "text/csv").ask("POST", "/intake/council", HEADING.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(rows()).hasSize(1).allSatisfy(row -> assertThat(row)
                .startsWith("council-extract - ")
                .endsWith(" 200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hl7v2", "gp"})
    void anExportOfSomebodyWhoIsNotSeen(String export) {
        String nhsNumber = People.nhsNumber();
        String patient = gateway.as("hospital")
                .fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(nhsNumber)))
                .resource(Patient.class)
                .getIdElement()
                .getIdPart();

        assertThat(as("council-2")
                        .get("/export/" + export + "?patient=" + patient)
                        .status())
                .isEqualTo(404);
        assertThat(rows()).containsExactly("export-" + export + " Patient " + patient + " 404");
        assertThat(gateway.as("admin")
                        .get("/fhir/AuditEvent?patient=Patient/" + patient + "&outcome=4")
                        .bundle()
                        .getEntry())
                .hasSize(1);
    }

    @Test
    void anothersMessage() {
        assertThat(as("council-2").get("/messages/another").status()).isEqualTo(404);
        assertThat(rows()).containsExactly("messages message another 404");
    }
}
