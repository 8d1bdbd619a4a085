package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Task of a referral: while it is taken the recipient knows the carer (carer-model.md, agreement 1). */
@OnEachStore
class ReferralTasksTest extends ReferralCalls {

    ReferralTasksTest(Store store) {
        super(store);
    }

    /** Story 1: before her answer only the trust sees her; who she is referred to sees her, and nobody beside her. */
    @Test
    void whoTakesAReferralKnowsTheCarerAndNobodyBesides() {
        String patient = hospital.create(Fhir.patient(patientsNumber));
        String daughter = hospital.create(Fhir.carer(carersNumber, patient));
        RelatedPerson brother = Fhir.carer(People.nhsNumber(), patient);
        brother.getNameFirstRep().setFamily("Brothers");
        String other = hospital.create(brother);

        Answer answer = refer(
                hospital,
                daughter,
                to("ZV1")
                        .addParameter("reason", new StringType("Nobody relieves her"))
                        .addParameter("priority", new CodeType("urgent"))
                        .addParameter("safeContact", new StringType("by text, after six"))
                        .addParameter("interpreter", new CodeType("pl")));

        assertThat(answer.found(RelatedPerson.class)).hasSize(1);
        ServiceRequest request = of(answer, ServiceRequest.class);
        Task task = of(answer, Task.class);
        assertThat(request.getSubject().getReference()).isNull();
        assertThat(request.getReasonCodeFirstRep().getText()).isEqualTo("Nobody relieves her");
        assertThat(task.getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(task.getFocus().getReference()).isEqualTo(path(request));
        assertThat(task.getInput()).hasSize(2);
        for (User party : List.of(hospital, centre)) {
            assertThat(sees(party, path(task))).isTrue();
            assertThat(sees(party, path(request))).isTrue();
        }
        assertThat(centre.get("/fhir/" + path(request)).text())
                .contains("Barnaby Fairweather", "Nobody relieves her", "Sandbox Hospital")
                .doesNotContain(patient, carersNumber, patientsNumber, "01632960777");
        assertThat(sees(centre, daughter)).isFalse();
        council.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patientsNumber);
        for (User nobody : List.of(council, gateway.as("gp"), gateway.as("hospice"), fire)) {
            assertThat(sees(nobody, path(task))).isFalse();
            assertThat(sees(nobody, path(request))).isFalse();
            assertThat(nobody.get("/fhir/Task?_id=" + task.getIdElement().getIdPart())
                            .bundle()
                            .getTotal())
                    .isZero();
        }

        assertThat(put(centre, path(task), "accepted").status()).isEqualTo(200);

        assertThat(sees(centre, daughter)).isTrue();
        assertThat(centre.get("/fhir/RelatedPerson?identifier=" + User.NHS_NUMBER + carersNumber)
                        .found(RelatedPerson.class))
                .hasSize(1);
        assertThat(sees(centre, patient)).isFalse();
        assertThat(sees(centre, other)).isFalse();
        assertThat(centre.get("/fhir/" + patient + "/$carer-record").status()).isEqualTo(404);
        assertThat(hospital.get("/fhir/" + path(task)).resource(Task.class).getStatus())
                .isEqualTo(TaskStatus.ACCEPTED);

        assertThat(put(centre, path(task), "in-progress").status()).isEqualTo(200);
        assertThat(sees(centre, daughter)).isTrue();
        assertThat(put(centre, path(task), "completed").status()).isEqualTo(200);

        assertThat(sees(centre, daughter)).isFalse();
        assertThat(hospital.get("/fhir/" + path(request))
                        .resource(ServiceRequest.class)
                        .getStatus()
                        .toCode())
                .isEqualTo("completed");
    }

    @Test
    void aRefusalHasItsReasonAndGivesNothing() {
        String carer = known();
        String task = path(of(refer(hospital, carer, to("ZV1")), Task.class));

        assertThat(put(centre, task, "rejected").status()).isEqualTo(400);
        assertThat(put(centre, task, "rejected", why("too far away")).status()).isEqualTo(200);

        assertThat(sees(centre, carer)).isFalse();
        Task told = hospital.get("/fhir/" + task).resource(Task.class);
        assertThat(told.getStatus()).isEqualTo(TaskStatus.REJECTED);
        assertThat(told.getStatusReason().getText()).isEqualTo("too far away");
        assertThat(put(centre, task, "accepted").status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "hospital, accepted",
        "hospital, completed",
        "carers-centre, cancelled",
        "carers-centre, completed",
        "carers-centre, draft"
    })
    void nobodySaysWhatIsNotTheirs(String who, String status) {
        String task = path(of(refer(hospital, known(), to("ZV1")), Task.class));

        assertThat(put(gateway.as(who), task, status).status()).isEqualTo(422);
    }

    @Test
    void nothingElseOfItIsChanged() {
        Answer answer = refer(hospital, known(), to("ZV1"));
        Task task = of(answer, Task.class);
        task.setStatus(TaskStatus.ACCEPTED).setOwner(task.getRequester()).setFor(null);
        task.addNote().setText("we know her").setAuthor(new Reference("Patient/unknown"));
        task.getNoteFirstRep().setAuthor(null);

        assertThat(centre.fhir("PUT", "/fhir/" + path(task), Fhir.json(task)).status())
                .isEqualTo(200);

        Task told = hospital.get("/fhir/" + path(task)).resource(Task.class);
        assertThat(told.getOwner().getIdentifier().getValue()).isEqualTo("ZV1");
        assertThat(told.hasFor()).isTrue();
        assertThat(told.getNoteFirstRep().getText()).isEqualTo("we know her");
        ServiceRequest request = of(answer, ServiceRequest.class);
        for (User party : List.of(hospital, centre, gateway.as("gp"))) {
            assertThat(party.delete("/fhir/" + path(task)).status()).isIn(204, 403, 405);
            assertThat(party.delete("/fhir/" + path(request)).status()).isIn(204, 403, 405);
            assertThat(party.fhir("PUT", "/fhir/" + path(request), Fhir.json(request))
                            .status())
                    .isIn(403, 405);
        }
        assertThat(sees(hospital, path(task))).isTrue();
        assertThat(sees(centre, path(request))).isTrue();
    }

    @Test
    void whoMakesALookalikeGetsNothingByIt() {
        String carer = known();
        Task task = of(refer(hospital, carer, to("ZV1")), Task.class);
        task.setId((String) null);
        task.setStatus(TaskStatus.ACCEPTED).setFocus(null).setFor(null);

        assertThat(centre.fhir("POST", "/fhir/Task", Fhir.json(task)).status()).isEqualTo(201);

        assertThat(sees(centre, carer)).isFalse();
    }

    @Test
    void aLookalikeNeitherKeepsARelationNorStandsInForAReferral() {
        String carer = known();
        Task task = of(refer(hospital, carer, to("ZV1")), Task.class);
        String path = path(task);
        assertThat(put(centre, path, "accepted").status()).isEqualTo(200);
        task.setId((String) null);
        task.setStatus(TaskStatus.ACCEPTED);
        assertThat(centre.fhir("POST", "/fhir/Task", Fhir.json(task)).status()).isEqualTo(201);
        task.setFocus(null);
        assertThat(centre.fhir("POST", "/fhir/Task", Fhir.json(task)).status()).isEqualTo(201);

        assertThat(put(centre, path, "completed").status()).isEqualTo(200);

        assertThat(sees(centre, carer)).isFalse();
        assertThat(refer(hospital, carer, to("ZV1")).status()).isIn(200, 201);
    }

    @Test
    void theReasonIsOfWhoGaveItAndNotesStay() {
        String carer = known();
        String path = path(of(refer(hospital, carer, to("ZV1")), Task.class));
        put(centre, path, "rejected", why("unsafe to visit"), note("seen"));

        Task after = put(hospital, path, "rejected", why("the carer declined"), note("thanks"))
                .resource(Task.class);

        assertThat(after.getStatusReason().getText()).isEqualTo("unsafe to visit");
        assertThat(after.getNote()).extracting(note -> note.getText()).containsExactly("seen", "thanks");
    }

    /** The number alone is no proof (ADR 34). */
    @Test
    void whoHasTheCarersNumberAndIsDescribedOtherwiseIsNotTheCarer() {
        String carer = known();
        Patient stranger = Fhir.patient(carersNumber);
        stranger.getNameFirstRep().setFamily("Hollow").setGiven(List.of(new StringType("Ada")));
        stranger.getBirthDateElement().setValueAsString("1991-02-03");
        String other = hospital.create(stranger);

        Answer answer = refer(hospital, carer, to("ZV1"));
        put(centre, path(of(answer, Task.class)), "accepted");

        assertThat(of(answer, ServiceRequest.class).getSubject().getReference()).isNull();
        assertThat(of(answer, Task.class).getFor().getReference()).isEqualTo(carer);
        assertThat(sees(centre, carer)).isTrue();
        assertThat(sees(centre, other)).isFalse();
    }
}
