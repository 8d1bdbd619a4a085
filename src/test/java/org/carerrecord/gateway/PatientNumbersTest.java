package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A FHIR write that changes a patient's NHS number is refused, and its writer finds a question (carer-model.md, identity). */
@OnEachStore
class PatientNumbersTest {

    private static final String LOCAL = Systems.local("Z00001", "");

    private final Sandbox gateway;
    private final User practice;
    private final String number = People.nhsNumber();
    private final String another = People.nhsNumber();

    PatientNumbersTest(Store store) {
        gateway = Sandbox.on(store);
        practice = gateway.as("gp");
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
    }

    @Test
    void aChangedNumberIsRefusedAndItsWriterIsAskedOnce() {
        String patient = known();
        String request = People.uuid();
        Patient changed = Fhir.patient(another);
        changed.setId(patient);

        for (int i = 0; i < 2; i++) {
            Answer refused = practice.with("X-Request-ID", request).fhir("PUT", "/fhir/" + patient, Fhir.json(changed));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.places()).containsExactly("Patient.identifier");
        }

        Task question = questions("gp").getFirst();
        assertThat(questions("gp")).hasSize(1);
        assertThat(question.getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(question.getFocus().getReference()).isEqualTo(patient);
        assertThat(Fhir.json(question)).doesNotContain(number, another);
        for (String other : List.of("hospital", "gp-2", "council")) {
            assertThat(questions(other)).isEmpty();
        }
        assertThat(gateway.audited(request, 409)).isEqualTo(2);
        assertThat(practice.get("/fhir/" + patient).text()).contains(number).doesNotContain(another);
    }

    @Test
    void aPatchIsAskedAboutToo() {
        String patient = known();
        Answer patched = practice.patch(
                "/fhir/" + patient,
                "[{\"op\": \"replace\", \"path\": \"/identifier/0/value\", \"value\": \"" + another + "\"}]");
        assertThat(patched.status()).isEqualTo(409);
        assertThat(questions("gp")).hasSize(1);
    }

    @Test
    void anEntryWithAConditionIsAskedAboutToo() {
        known();
        String condition = "Patient?identifier=" + LOCAL + "|R12";
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        Fhir.put(bundle, "urn:uuid:5c1f6a52-9d0e-4a7b-8f0c-6d1f0c2b7a01", local(another), condition);
        Answer pushed = practice.fhir("POST", "/fhir", Fhir.json(bundle));
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(409);
        assertThat(pushed.places()).containsExactly("Bundle.entry[0].identifier");
        assertThat(questions("gp")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNumberThatItsWriterMarksAsOldGivesWayToAnother(boolean oldFirst) {
        String patient = known();
        Patient changed = Fhir.patient(oldFirst ? number : another);
        changed.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(oldFirst ? another : number);
        changed.getIdentifier().get(oldFirst ? 0 : 1).setUse(IdentifierUse.OLD);

        practice.update(patient, changed);

        assertThat(practice.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + another)
                        .found(Patient.class))
                .hasSize(1);
        assertThat(practice.fhir(
                                "PUT",
                                "/fhir/" + patient,
                                Fhir.json(local(number).setId(patient)))
                        .status())
                .as("the old one alone")
                .isEqualTo(409);
    }

    @Test
    void ofWhomItDoesNotSpeakAWriterIsAskedNothing() {
        gateway.as("hospital").fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(another)));
        known();

        assertThat(practice.fhir("POST", "/fhir/Patient", Fhir.json(local(another)))
                        .status())
                .isEqualTo(409);

        assertThat(questions("gp")).hasSize(1);
        assertThat(questions("hospital")).isEmpty();
    }

    private String known() {
        return practice.create(local(number));
    }

    private static Patient local(String number) {
        Patient patient = Fhir.patient(number);
        patient.addIdentifier().setSystem(LOCAL).setValue("R12");
        return patient;
    }

    private List<Task> questions(String partner) {
        return gateway.as(partner).get("/fhir/Task?code=another-number").found(Task.class);
    }
}
