package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** Several push about one person, at once or one after the other: the record is one. */
@OnEachStore
class PushesOfSeveralTest {

    private final Sandbox gateway;
    private final String patient = People.nhsNumber();
    private final String carer = People.nhsNumber();

    PushesOfSeveralTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @Test
    void eightAtOnceMakeOnePatient() throws InterruptedException, ExecutionException {
        List<Answer> answers = AtOnce.by(8, () -> push("hospital"));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream()
                        .map(answer -> Fhir.locations(answer.bundle()))
                        .distinct())
                .hasSize(1);
        assertThat(gateway.as("tester")
                        .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient)
                        .found(Patient.class))
                .hasSize(1);
    }

    @Test
    void eightOfTwoPartnersAtOnceMakeOneRecord() throws InterruptedException, ExecutionException {
        List<String> partners = List.of("hospital", "community");
        AtomicInteger next = new AtomicInteger();

        List<Answer> answers = AtOnce.by(8, () -> push(partners.get(next.getAndIncrement() % 2)));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(gateway.as("tester")
                        .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient
                                + "&_include=RelatedPerson:patient")
                        .bundle()
                        .getEntry())
                .hasSize(2);
    }

    @Test
    void aPatientWhomAnotherPartnerCreatesAgainStaysOne() {
        push("hospital");

        Answer created = gateway.as("community").fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(patient)));

        assertThat(created.status()).isEqualTo(201);
        assertThat(gateway.as("tester")
                        .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient)
                        .found(Patient.class))
                .hasSize(1);
    }

    @Test
    void twoPartnersMakeOneMergedRecord() {
        push("hospital");
        Patient more = Fhir.patient(patient);
        more.setAddress(null);
        more.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960778");
        gateway.as("community").fhir("PUT", "/fhir/Patient?identifier=" + User.NHS_NUMBER + patient, Fhir.json(more));

        Patient merged = gateway.as("tester")
                .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient)
                .found(Patient.class)
                .getFirst();

        assertThat(merged.getAddressFirstRep().getPostalCode()).isEqualTo("ZZ99 8JJ");
        assertThat(merged.getTelecomFirstRep().getValue()).isEqualTo("01632960778");
        assertThat(merged.getMeta().getVersionId()).isEqualTo("2");
    }

    @Test
    void aDeleteTakesBackTheCallersWordsOnly() {
        String reference = "/fhir/" + Fhir.reference(push("hospital").bundle(), 1);
        push("community");

        assertThat(gateway.as("hospital").delete(reference).status()).isIn(200, 204);
        assertThat(gateway.as("community").get(reference).status()).isEqualTo(200);
        assertThat(gateway.as("tester").get(reference).status()).isEqualTo(200);

        assertThat(gateway.as("community").delete(reference).status()).isIn(200, 204);
        assertThat(gateway.as("tester").get(reference).status()).isEqualTo(410);
        assertThat(gateway.as("community").get(reference).status()).isEqualTo(410);
        assertThat(gateway.as("tester").get(reference + "/_history").status()).isEqualTo(200);
    }

    private Answer push(String partner) {
        return gateway.as(partner).fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, carer)));
    }
}
