package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, who sees what, and the row in the audit that each attempt leaves. */
@OnEachStore
class AccessTest {

    private final Sandbox gateway;
    private final String patient = People.nhsNumber();
    private final String request = People.uuid();

    AccessTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient",
                "/fhir/Patient/1",
                "/messages?controlId=1",
                "/actuator/info",
                "/",
                "/.well-known/oauth-protected-resource"
            })
    void withoutATokenNobodyGetsIn(String path) {
        Answer answer = gateway.stranger().with("X-Request-ID", request).get(path);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(gateway.audited(request, 401)).isEqualTo(1);
    }

    @Test
    void anUnknownTokenIsNone() {
        Answer answer = gateway.as("nobody").with("X-Request-ID", request).get("/fhir/Patient");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.places()).containsExactly("Authorization");
        assertThat(gateway.audited(request, 401)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/metadata", "/actuator/health", "/actuator/health/readiness"})
    void whatIsNobodysSecretIsOpen(String path) {
        assertThat(gateway.stranger().get(path).status()).isEqualTo(200);
    }

    @Test
    void fireMayNotWrite() {
        Answer answer = gateway.as("fire")
                .with("X-Request-ID", request)
                .fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(patient)));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(gateway.audited(request, 403)).isEqualTo(1);
        assertThat(found("tester")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gp", "gp-2", "council-2", "council-children", "icb", "hospice", "carers-centre", "fire", "admin"
            })
    void whoHasNoGroundSeesNothing(String partner) {
        Bundle pushed = push();
        User user = gateway.as(partner).with("X-Request-ID", request);

        for (int entry = 0; entry < 3; entry++) {
            String reference = "/fhir/" + Fhir.reference(pushed, entry);
            assertThat(user.get(reference).status()).isEqualTo(404);
            assertThat(user.get(reference + "/_history").status()).isEqualTo(404);
            assertThat(user.get(reference + "/_history/1").status()).isEqualTo(404);
        }
        assertThat(gateway.audited(request, 404)).isEqualTo(9);
        for (String question : new String[] {
            "/fhir/Patient?identifier=" + User.NHS_NUMBER + patient,
            "/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient + "&_include=RelatedPerson:patient",
            "/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + patient,
            "/fhir/" + Fhir.reference(pushed, 0).replace("/", "?_id="),
            "/fhir/Patient?_summary=count&identifier=" + User.NHS_NUMBER + patient
        }) {
            Bundle nothing = user.get(question).bundle();
            assertThat(nothing.getEntry()).isEmpty();
            assertThat(nothing.getTotal()).isZero();
        }
        assertThat(gateway.audited(request, 200)).isEqualTo(5);
    }

    @Test
    void theCouncilSeesWhomItAskedForByNumberAndNobodyElse() {
        String reference = "/fhir/" + Fhir.reference(push(), 0);
        String other = People.nhsNumber();
        gateway.as("hospital").fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(other)));
        User council = gateway.as("council");

        assertThat(council.get(reference).status()).isEqualTo(404);
        assertThat(council.get("/fhir/Patient?family=Fairweather&identifier=x|y".replace("|", "%7C"))
                        .found(Patient.class))
                .isEmpty();

        assertThat(found("council")).isEqualTo(1);
        assertThat(council.get(reference).status()).isEqualTo(200);
        assertThat(council.get("/fhir/Patient?family=Fairweather&_count=200").text())
                .doesNotContain(other);
    }

    @Test
    void theTesterSeesAll() {
        Bundle pushed = push();

        assertThat(gateway.as("tester")
                        .get("/fhir/" + Fhir.reference(pushed, 2))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theRegisteredPracticeSeesItsPatient() {
        gateway.as("hospital")
                .hl7(Adt.admission("GP1", patient).text().replace("PID|", "PD1|||HILL TOP SURGERY^^Z00001\rPID|"));

        assertThat(found("gp")).isEqualTo(1);
        assertThat(found("gp-2")).isZero();
    }

    @Test
    void aPossibleCarerIsSeenByItsSourceOnly() {
        RelatedPerson possible = Fhir.carer(People.nhsNumber(), "");
        possible.addExtension(
                org.carerrecord.profiles.Canonical.Extension.STATEMENT_STATUS,
                new org.hl7.fhir.r4.model.CodeType("possible"));
        Bundle push = Fhir.push(patient, People.nhsNumber());
        possible.setPatient(((RelatedPerson) push.getEntry().get(1).getResource()).getPatient());
        push.getEntry().get(1).setResource(possible);
        push.getEntry().removeLast();

        Bundle pushed =
                gateway.as("hospital").fhir("POST", "/fhir", Fhir.json(push)).bundle();

        String reference = "/fhir/" + Fhir.reference(pushed, 1);
        String question = "/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient;
        assertThat(gateway.as("hospital").get(question).found(RelatedPerson.class))
                .hasSize(1);
        assertThat(gateway.as("council").get(question).bundle().getTotal()).isZero();
        assertThat(gateway.as("council").get(reference).status()).isEqualTo(404);
        assertThat(gateway.as("tester")
                        .get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + patient)
                        .bundle()
                        .getTotal())
                .isZero();
    }

    @Test
    void theRequestsIdIsMirroredOrMade() {
        Answer given = gateway.as("tester")
                .with("X-Request-ID", request)
                .with("X-Correlation-ID", "a-journey")
                .get("/fhir/Flag");
        Answer none = gateway.as("tester").get("/fhir/Flag");

        assertThat(given.header("X-Request-ID")).isEqualTo(request);
        assertThat(given.header("X-Correlation-ID")).isEqualTo("a-journey");
        assertThat(UUID.fromString(none.header("X-Request-ID"))).isNotNull();
        assertThat(none.header("X-Correlation-ID")).isEmpty();
    }

    @Test
    void everyAttemptLeavesItsRow() throws IOException {
        User hospital = gateway.as("hospital").with("X-Request-ID", request);

        hospital.fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, People.nhsNumber())));
        hospital.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient);
        hospital.hl7(Adt.admission("AUDIT1", patient).text());
        hospital.hl7(Adt.admission("AUDIT1", patient).text());
        hospital.get("/messages?controlId=AUDIT1");
        hospital.hl7("no message");
        hospital.get("/fhir/Patient/nobody");
        hospital.fhir("POST", "/fhir/Patient", "{");
        hospital.get("/nowhere");
        int before = rows();
        try (MllpSocket engine = new MllpSocket(gateway)) {
            engine.ask(Adt.admission("AUDIT2", patient).text());
            engine.ask("no message");
        }

        assertThat(gateway.jdbc()
                        .sql("select count(*) from audit where request = ?")
                        .param(request)
                        .query(Integer.class)
                        .single())
                .isEqualTo(9);
        assertThat(rows() - before).isEqualTo(2);
        assertThat(gateway.jdbc()
                        .sql("select count(*) from audit a join audit_patient p on p.audit = a.id where a.request = ?")
                        .param(request)
                        .query(Integer.class)
                        .single())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void aMessageIsShownToItsSenderAndTheOperator() {
        gateway.as("hospital")
                .hl7(Adt.admission("OWN" + patient, patient).carer("OSWALD").text());
        String question = "/messages?controlId=OWN" + patient;
        String id = gateway.as("hospital").get(question).text().replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");

        assertThat(gateway.as("hospital").get("/messages/" + id).text()).contains("OSWALD", "\"outcome\":\"AA\"");
        assertThat(gateway.as("admin").get("/messages/" + id).text()).contains("\"outcome\":\"AA\"");
        assertThat(gateway.as("admin").get(question).text()).contains(id);
        for (String other : new String[] {"community", "council", "gp", "tester"}) {
            assertThat(gateway.as(other).get(question).text()).isEqualTo("[]");
            assertThat(gateway.as(other).get("/messages/" + id).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"hospital, its own message", "admin, operations: the fate of every message"})
    void whoReadsAMessageLeavesWhyAndOfWhom(String reader, String ground) {
        gateway.as("hospital").hl7(Adt.admission("WHY" + patient, patient).text());
        String question = "/messages?controlId=WHY" + patient;
        String id = gateway.as("hospital").get(question).text().replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        User asking = gateway.as(reader).with("X-Request-ID", request);

        asking.get(question);
        asking.get("/messages/" + id);

        assertThat(gateway.jdbc()
                        .sql("select a.ground from audit a join audit_patient p on p.audit = a.id"
                                + " join resource r on r.pk = p.patient where a.request = ? and r.type = 'Patient'")
                        .param(request)
                        .query(String.class)
                        .list())
                .containsExactly(ground, ground);
    }

    private int rows() {
        return gateway.jdbc()
                .sql("select count(*) from audit")
                .query(Integer.class)
                .single();
    }

    private Bundle push() {
        return gateway.as("hospital")
                .fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, People.nhsNumber())))
                .bundle();
    }

    private int found(String partner) {
        return gateway.as(partner)
                .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient)
                .found(Patient.class)
                .size();
    }
}
