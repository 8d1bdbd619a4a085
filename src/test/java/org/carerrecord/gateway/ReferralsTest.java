package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call refers a carer; the recipient knows them while it has taken the referral (carer-model.md, agreement 1 and 6). */
@OnEachStore
class ReferralsTest {

    private final Sandbox gateway;
    private final User hospital;
    private final User council;
    private final User centre;
    private final User fire;
    private final String patientsNumber = People.nhsNumber();
    private final String carersNumber = People.nhsNumber();

    ReferralsTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        council = gateway.as("council");
        centre = gateway.as("carers-centre");
        fire = gateway.as("fire");
    }

    private static String created(User user, Resource resource) {
        Answer answer = user.fhir("POST", "/fhir/" + resource.fhirType(), Fhir.json(resource));
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return resource.fhirType()
                + answer.header("Content-Location").replaceFirst(".*/" + resource.fhirType() + "(/[^/]+)/.*", "$1");
    }

    private static Parameters to(String ods) {
        return new Parameters().addParameter("recipient", new CodeType(ods));
    }

    private static Answer refer(User user, String carer, Parameters asked) {
        return user.fhir("POST", "/fhir/" + carer + "/$refer", Fhir.json(asked));
    }

    private static Answer referCarer(User user, Parameters asked, Patient patient, RelatedPerson carer) {
        asked.addParameter().setName("patient").setResource(patient);
        asked.addParameter().setName("carer").setResource(carer);
        return user.fhir("POST", "/fhir/Patient/$refer-carer", Fhir.json(asked));
    }

    private static <T extends Resource> T of(Answer answer, Class<T> type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.found(type).getFirst();
    }

    private static String path(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    private static Answer put(User user, String task, String status, String... more) {
        return user.patch(
                "/fhir/" + task,
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + status + "\"}" + String.join("", more)
                        + "]");
    }

    private static String why(String text) {
        return ",{\"op\":\"add\",\"path\":\"/statusReason\",\"value\":{\"text\":\"" + text + "\"}}";
    }

    private static String note(String text) {
        return ",{\"op\":\"add\",\"path\":\"/note\",\"value\":[{\"text\":\"" + text + "\"}]}";
    }

    private static boolean sees(User user, String path) {
        int status = user.get("/fhir/" + path).status();
        assertThat(status).isIn(200, 404);
        return status == 200;
    }

    private String known() {
        return created(hospital, Fhir.carer(carersNumber, created(hospital, Fhir.patient(patientsNumber))));
    }

    private RelatedPerson described() {
        RelatedPerson carer = Fhir.carer(carersNumber, "");
        carer.setPatient(null);
        return carer;
    }

    /** Story 1: before her answer only the trust sees her; who she is referred to sees her, and nobody beside her. */
    @Test
    void whoTakesAReferralKnowsTheCarerAndNobodyBesides() {
        String patient = created(hospital, Fhir.patient(patientsNumber));
        String daughter = created(hospital, Fhir.carer(carersNumber, patient));
        RelatedPerson brother = Fhir.carer(People.nhsNumber(), patient);
        brother.getNameFirstRep().setFamily("Brothers");
        String other = created(hospital, brother);

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
    void whatTheReferrerTakesBackEndsWhatItGave() {
        String carer = known();
        String task = path(of(refer(hospital, carer, to("ZV1")), Task.class));
        put(centre, task, "accepted");
        assertThat(sees(centre, carer)).isTrue();

        assertThat(put(hospital, task, "cancelled").status()).isEqualTo(200);

        assertThat(sees(centre, carer)).isFalse();
    }

    @Test
    void whatAnotherReferralGivesStays() {
        String carer = known();
        created(council, Fhir.carer(carersNumber, created(council, Fhir.patient(patientsNumber))));
        council.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patientsNumber);
        String first = path(of(refer(hospital, carer, to("ZV1")), Task.class));
        String second = path(of(refer(council, carer, to("ZV1")), Task.class));
        assertThat(second).isNotEqualTo(first);
        put(centre, first, "accepted");
        put(centre, second, "accepted");

        put(centre, first, "completed");
        assertThat(sees(centre, carer)).isTrue();
        put(centre, second, "completed");
        assertThat(sees(centre, carer)).isFalse();
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
    void whatIsUrgentNowIsNotLostInWhatIsOpen() {
        String carer = known();
        refer(hospital, carer, to("ZV1"));

        Answer urgent = refer(hospital, carer, to("ZV1").addParameter("safeContact", "never ring home"));

        assertThat(urgent.status()).isEqualTo(409);
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

    @Test
    void theSameCallGivesTheSameReferral() {
        String carer = known();
        User again = hospital.with("X-Request-ID", UUID.randomUUID().toString());
        Answer first = refer(again, carer, to("ZV1"));

        assertThat(path(of(refer(again, carer, to("ZV1")), Task.class))).isEqualTo(path(of(first, Task.class)));
        assertThat(path(of(refer(hospital, carer, to("ZV1")), Task.class))).isEqualTo(path(of(first, Task.class)));
        assertThat(path(of(refer(hospital, carer, to("ZL1")), Task.class))).isNotEqualTo(path(of(first, Task.class)));
        put(hospital, path(of(first, Task.class)), "cancelled");
        assertThat(path(of(refer(hospital, carer, to("ZV1")), Task.class))).isNotEqualTo(path(of(first, Task.class)));
    }

    @Test
    void manyAtOnceAreOneReferral() throws Exception {
        String carer = known();

        assertThat(AtOnce.by(6, () -> path(of(refer(hospital, carer, to("ZV1")), Task.class))).stream()
                        .distinct())
                .hasSize(1);
    }

    /** Who only refers learns nothing, whether the record knows the people or not; nor does the record change. */
    @Test
    void aChampionRefersWithoutBeingAbleToRead() {
        known();
        int people = people();

        Answer ofKnown = referCarer(
                fire,
                to("ZV1").addParameter("reason", new StringType("met on a visit")),
                Fhir.patient(patientsNumber),
                described());
        Answer ofUnknown = referCarer(
                fire,
                to("ZV1").addParameter("reason", new StringType("met on a visit")),
                Fhir.patient(People.nhsNumber()),
                Fhir.carer(People.nhsNumber(), "Patient/1"));

        assertThat(people()).isEqualTo(people);
        for (Answer answer : List.of(ofKnown, ofUnknown)) {
            assertThat(answer.bundle().getEntry())
                    .extracting(entry -> entry.getResource().fhirType())
                    .containsExactly("ServiceRequest", "Task");
        }
        assertThat(fire.get("/fhir/RelatedPerson?_summary=count").bundle().getTotal())
                .isZero();
        ServiceRequest told =
                centre.get("/fhir/" + path(of(ofKnown, ServiceRequest.class))).resource(ServiceRequest.class);
        assertThat(told.getContained()).hasSize(2);
        assertThat(((RelatedPerson) told.getContained().getFirst())
                        .getTelecomFirstRep()
                        .getValue())
                .isEqualTo("01632960777");
        assertThat(put(centre, path(of(ofKnown, Task.class)), "accepted").status())
                .isEqualTo(200);
        assertThat(centre.get("/fhir/RelatedPerson?identifier=" + User.NHS_NUMBER + carersNumber)
                        .bundle()
                        .getTotal())
                .isZero();
        assertThat(fire.get("/fhir/" + path(of(ofKnown, Task.class)))
                        .resource(Task.class)
                        .getStatus())
                .isEqualTo(TaskStatus.ACCEPTED);
    }

    private int people() {
        return gateway.jdbc()
                .sql("select count(*) from version where resource in (select pk from resource where type in"
                        + " ('Patient', 'RelatedPerson', 'Person', 'Flag'))")
                .query(Integer.class)
                .single();
    }

    @Test
    void whoContributesDoesSoByTheSameCall() {
        Answer answer = referCarer(hospital, to("ZV1"), Fhir.patient(patientsNumber), described());
        String carer = path(of(answer, RelatedPerson.class));
        Answer again = referCarer(hospital, to("ZL1"), Fhir.patient(patientsNumber), described());

        assertThat(path(of(again, RelatedPerson.class))).isEqualTo(carer);
        assertThat(hospital.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patientsNumber)
                        .found(RelatedPerson.class))
                .hasSize(1);
        put(centre, path(of(answer, Task.class)), "accepted");
        assertThat(sees(centre, carer)).isTrue();
    }

    /** Who speaks of a carer of whom others spoke before is told no more than by any write. */
    @Test
    void aCarerOfOthersIsNotShownByReferringThem() {
        known();

        Answer answer = referCarer(
                gateway.as("community"),
                to("ZV1"),
                Fhir.patient(patientsNumber),
                described().setTelecom(null));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.found(Task.class)).hasSize(1);
    }

    @Test
    void theCarersOwnRecordIsTheSubjectWhereTheReferrerSeesIt() {
        RelatedPerson told = Fhir.carer(carersNumber, created(hospital, Fhir.patient(patientsNumber)));
        told.getBirthDateElement().setValueAsString("1967-08-30");
        Patient self = Fhir.patient(carersNumber);
        self.setName(told.getName()).setBirthDate(told.getBirthDate());
        String carer = created(hospital, told);
        String own = created(hospital, self);

        Answer answer = refer(hospital, carer, to("ZV1"));

        assertThat(of(answer, ServiceRequest.class).getSubject().getReference()).isEqualTo(own);
        Task task = of(answer, Task.class);
        assertThat(task.getFor().getReference()).isEqualTo(own);
        assertThat(path(of(refer(hospital, carer, to("ZV1")), Task.class))).isEqualTo(path(task));
        assertThat(sees(centre, own)).isFalse();
        assertThat(put(centre, path(task), "accepted").status()).isEqualTo(200);
        assertThat(sees(centre, own)).isTrue();
        assertThat(sees(centre, carer)).isTrue();
        put(centre, path(task), "completed");
        assertThat(sees(centre, own)).isFalse();
    }

    /** The number alone is no proof (ADR 34). */
    @Test
    void whoHasTheCarersNumberAndIsDescribedOtherwiseIsNotTheCarer() {
        String carer = known();
        Patient stranger = Fhir.patient(carersNumber);
        stranger.getNameFirstRep().setFamily("Hollow").setGiven(List.of(new StringType("Ada")));
        stranger.getBirthDateElement().setValueAsString("1991-02-03");
        String other = created(hospital, stranger);

        Answer answer = refer(hospital, carer, to("ZV1"));
        put(centre, path(of(answer, Task.class)), "accepted");

        assertThat(of(answer, ServiceRequest.class).getSubject().getReference()).isNull();
        assertThat(of(answer, Task.class).getFor().getReference()).isEqualTo(carer);
        assertThat(sees(centre, carer)).isTrue();
        assertThat(sees(centre, other)).isFalse();
    }

    @Test
    void aYoungCarerIsReferredToWhoMaySeeThem() {
        String mother = created(hospital, Fhir.patient(patientsNumber));
        RelatedPerson young = Fhir.carer(carersNumber, mother);
        young.getBirthDateElement()
                .setValueAsString(LocalDate.now(ZoneOffset.UTC).minusYears(11).toString());
        String child = created(hospital, young);

        assertThat(refer(hospital, child, to("ZV1")).status()).isEqualTo(422);
        Task task = of(refer(hospital, child, to("ZL1C")), Task.class);
        assertThat(sees(gateway.as("council-children"), child)).isFalse();
        assertThat(put(gateway.as("council-children"), path(task), "accepted").status())
                .isEqualTo(200);

        assertThat(sees(gateway.as("council-children"), child)).isTrue();
        assertThat(sees(gateway.as("council-children"), mother)).isFalse();
        assertThat(sees(council, child)).isFalse();
    }

    /** Story 9: what was taken gives nothing against the carer's word. */
    @Test
    void whoRefusesLaterIsSeenNoMore() {
        String carer = known();
        String own = created(hospital, Fhir.patient(carersNumber));
        put(centre, path(of(refer(hospital, carer, to("ZV1")), Task.class)), "accepted");
        assertThat(sees(centre, carer)).isTrue();
        Consent refusal = new Consent();
        refusal.setStatus(ConsentState.ACTIVE).setPatient(new Reference(own)).setDateTime(Date.from(Instant.now()));
        refusal.setScope(new CodeableConcept(
                new Coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", null)));
        refusal.addCategory(
                new CodeableConcept(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA", null)));
        refusal.getProvision().setType(ConsentProvisionType.DENY);
        refusal.getProvision()
                .addActor()
                .setRole(new CodeableConcept(new Coding(Canonical.CodeSystem.PARTNER_KIND, "voluntary", null)))
                .setReference(new Reference().setDisplay("voluntary organisations"));
        refusal.getProvision().addClass_(new Coding(Canonical.CodeSystem.DATA_CATEGORY, "caring-role", null));

        created(hospital, refusal);

        assertThat(sees(centre, carer)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RZ1, 422", "ZF1, 422", "NOBODY, 422", "zv1, 422", "'', 400"})
    void whoTakesNoReferralsIsToldOfNone(String recipient, int status) {
        assertThat(refer(hospital, known(), to(recipient)).status()).isEqualTo(status);
    }

    @Test
    void whoMayNotReferDoesNot() {
        String carer = known();

        assertThat(refer(gateway.as("icb"), carer, to("ZV1")).status()).isEqualTo(403);
        assertThat(refer(gateway.as("tester"), carer, to("ZV1")).status()).isEqualTo(403);
        assertThat(refer(gateway.as("gp"), carer, to("ZV1")).status()).isEqualTo(404);
        assertThat(refer(fire, carer, to("ZV1")).status()).isEqualTo(404);
        assertThat(refer(hospital, "RelatedPerson/nobody", to("ZV1")).status()).isEqualTo(404);
        assertThat(hospital.get("/fhir/" + carer + "/$refer?recipient=ZV1").status())
                .isEqualTo(405);
        assertThat(referCarer(gateway.as("icb"), to("ZV1"), Fhir.patient(patientsNumber), described())
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"priority, soon, 422", "interpreter, p l, 422", "colour, red, 400"})
    void whatIsNotUnderstoodIsRefused(String parameter, String value, int status) {
        assertThat(refer(hospital, known(), to("ZV1").addParameter(parameter, new StringType(value)))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void anOrdinaryRelativeIsNoCarerToBeReferred() {
        RelatedPerson son = Fhir.carer(carersNumber, created(hospital, Fhir.patient(patientsNumber)));
        son.setRelationship(List.of(new CodeableConcept(new Coding(Systems.V3_ROLE_CODE, "SON", null))));

        assertThat(refer(hospital, created(hospital, son), to("ZV1")).status()).isEqualTo(422);
    }

    @Test
    void itIsAuditedAndSaysWhoReferred() {
        String carer = known();
        String request = UUID.randomUUID().toString();
        User asking = hospital.with("X-Request-ID", request);
        Answer answer = refer(asking, carer, to("ZV1"));

        assertThat(gateway.audited(request, 200)).isEqualTo(1);
        AuditEvent event = gateway.as("admin")
                .get("/fhir/AuditEvent?entity=" + carer)
                .found(AuditEvent.class)
                .getFirst();
        assertThat(event.getSubtypeFirstRep().getDisplay()).isEqualTo("$refer");
        assertThat(Fhir.json(event)).contains("the carer agrees to be referred");
        Bundle provenance = hospital.get("/fhir/Provenance?target=" + path(of(answer, Task.class)))
                .bundle();
        assertThat(Fhir.json((Provenance) provenance.getEntryFirstRep().getResource()))
                .contains("RZ1");
    }
}
