package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call refers a carer, known or not (carer-model.md, agreement 6). */
@OnEachStore
class ReferralsTest extends ReferralCalls {

    ReferralsTest(Store store) {
        super(store);
    }

    @Test
    void whatIsUrgentNowIsNotLostInWhatIsOpen() {
        String carer = known();
        refer(hospital, carer, to("ZV1"));

        Answer urgent = refer(hospital, carer, to("ZV1").addParameter("safeContact", "never ring home"));

        assertThat(urgent.status()).isEqualTo(409);
    }

    @Test
    void theSameCallGivesTheSameReferral() {
        String carer = known();
        User again = hospital.with("X-Request-ID", People.uuid());
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
        String carer = known();
        String own = hospital.create(themself());

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

    @Test
    void aYoungCarerIsReferredToWhoMaySeeThem() {
        String mother = hospital.create(Fhir.patient(patientsNumber));
        RelatedPerson young = Fhir.carer(carersNumber, mother);
        young.getBirthDateElement()
                .setValueAsString(LocalDate.now(ZoneOffset.UTC).minusYears(11).toString());
        String child = hospital.create(young);

        assertThat(refer(hospital, child, to("ZV1")).status()).isEqualTo(422);
        Task task = of(refer(hospital, child, to("ZL1C")), Task.class);
        assertThat(sees(gateway.as("council-children"), child)).isFalse();
        assertThat(put(gateway.as("council-children"), path(task), "accepted").status())
                .isEqualTo(200);

        assertThat(sees(gateway.as("council-children"), child)).isTrue();
        assertThat(sees(gateway.as("council-children"), mother)).isFalse();
        assertThat(sees(council, child)).isFalse();
    }

    /** HAPI stumbles over the text of such a name. */
    @Test
    void aCarerWhoseNameIsNotKnownIsReferredWithoutOne() {
        RelatedPerson carer = described();
        HumanName unknown = new HumanName();
        unknown.getTextElement()
                .addExtension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));
        carer.setName(List.of(unknown));

        assertThat(referCarer(fire, to("ZV1"), Fhir.patient(patientsNumber), carer)
                        .status())
                .isEqualTo(200);
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
        RelatedPerson son = Fhir.carer(carersNumber, hospital.create(Fhir.patient(patientsNumber)));
        son.setRelationship(List.of(new CodeableConcept(new Coding(Systems.V3_ROLE_CODE, "SON", null))));

        assertThat(refer(hospital, hospital.create(son), to("ZV1")).status()).isEqualTo(422);
    }

    @Test
    void itIsAuditedAndSaysWhoReferred() {
        String carer = known();
        String request = People.uuid();
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
