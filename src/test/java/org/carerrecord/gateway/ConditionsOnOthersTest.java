package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.gateway.contributions.FollowedTasks;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A condition by NHS number leads to people; what is told about them it finds for who sees it or said it (ADR 5, 25, 36). */
@OnEachStore
class ConditionsOnOthersTest extends ReferralCalls {

    private static final String PERSON = "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a01";
    private static final String ABOUT = "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a02";

    private final User stranger = gateway.as("gp-2");

    ConditionsOnOthersTest(Store store) {
        super(store);
    }

    /** What a person is said to be, and what is written about them by a condition on their number alone. */
    private static Answer say(User user, String number, Resource about) {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        Fhir.put(bundle, PERSON, Fhir.patient(number), "Patient?identifier=" + Fhir.token(number));
        Fhir.put(bundle, ABOUT, about, about.fhirType() + "?patient.identifier=" + Fhir.token(number));
        return user.fhir("POST", "/fhir", Fhir.json(bundle));
    }

    private static String said(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Fhir.reference(answer.bundle(), 1);
    }

    private static String version(User user, String path) {
        return user.get("/fhir/" + path).header("ETag");
    }

    private static Task answered(TaskStatus status) {
        return new Task().setStatus(status).setIntent(TaskIntent.ORDER).setFor(new Reference(PERSON));
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskStatus.class,
            names = {"CANCELLED", "COMPLETED", "ACCEPTED"})
    void nobodyAnswersAReferralOfOthers(TaskStatus status) {
        String carer = known();
        hospital.create(themself());
        String task = path(of(refer(hospital, carer, to("ZV1")), Task.class));
        assertThat(put(centre, task, "accepted").status()).isEqualTo(200);
        String before = version(hospital, task);
        Task answer = answered(status);
        answer.addNote().setText("they moved away");

        String own = said(say(stranger, carersNumber, answer));

        assertThat(own).isNotEqualTo(task);
        assertThat(version(hospital, task)).isEqualTo(before);
        assertThat(hospital.get("/fhir/" + task).resource(Task.class).getStatus())
                .isEqualTo(TaskStatus.ACCEPTED);
        assertThat(sees(centre, carer)).isTrue();
        assertThat(sees(stranger, task)).isFalse();
    }

    @Test
    void nobodyTurnsARefusalIntoAPermission() {
        String person = hospital.create(Fhir.patient(patientsNumber));
        String refused = hospital.create(Fhir.consent(person, ConsentProvisionType.PERMIT, "voluntary", "contact")
                .setStatus(ConsentState.REJECTED));

        said(say(stranger, patientsNumber, Fhir.consent(PERSON, ConsentProvisionType.PERMIT, "voluntary", "contact")));

        assertThat(version(hospital, refused)).isEqualTo("W/\"1\"");
        assertThat(hospital.get("/fhir/" + refused).resource(Consent.class).getStatus())
                .isEqualTo(ConsentState.REJECTED);
    }

    @Test
    void nobodyOverwritesAVisitOfOthers() {
        String person = hospital.create(Fhir.patient(patientsNumber));
        Encounter visit = new Encounter().setStatus(EncounterStatus.INPROGRESS).setSubject(new Reference(person));
        visit.setClass_(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP", null));
        String stay = hospital.create(visit);

        said(say(
                stranger,
                patientsNumber,
                visit.copy().setStatus(EncounterStatus.CANCELLED).setSubject(new Reference(PERSON))));

        assertThat(version(hospital, stay)).isEqualTo("W/\"1\"");
    }

    /** Of somebody labelled R it is not told all that the record has of them. */
    @Test
    void whoSaidSomethingFindsItAgainWhoeverElseSpeaksOfThePerson() {
        for (boolean restricted : List.of(false, true)) {
            String number = People.nhsNumber();
            Resource person = Fhir.patient(number);
            if (restricted) {
                person.getMeta()
                        .addSecurity(new Coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R", null));
            }
            hospital.create(person);
            Observation strain = new Observation()
                    .setStatus(ObservationStatus.FINAL)
                    .setCode(new CodeableConcept().setText("strain"))
                    .setSubject(new Reference(PERSON));
            String own = said(say(centre, number, strain));

            assertThat(said(say(centre, number, strain.copy().setStatus(ObservationStatus.AMENDED))))
                    .isEqualTo(own);
        }
    }

    @Test
    void aFlagOfOtherMeaningIsNobodysToOverwrite() {
        String person = hospital.create(Fhir.patient(patientsNumber));
        Flag apart = Fhir.hasCarer(person);
        apart.getCode().getCodingFirstRep().setCode("do-not-connect");
        apart.getMeta().addSecurity(new Coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "V", null));
        String kept = hospital.create(apart);

        said(say(stranger, patientsNumber, Fhir.hasCarer(PERSON)));

        assertThat(version(hospital, kept)).isEqualTo("W/\"1\"");
    }

    /** A relationship is found by its carer's number; by whom somebody cares for, it is anybody's. */
    @Test
    void aRelationshipIsNotFoundByThePatientAlone() {
        String carer = known();
        RelatedPerson sister = Fhir.carer(People.nhsNumber(), PERSON);
        sister.getNameFirstRep().setFamily("Otherwise").setGiven(null).addGiven("Maud");

        assertThat(said(say(stranger, patientsNumber, sister))).isNotEqualTo(carer);

        assertThat(version(hospital, carer)).isEqualTo("W/\"1\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void aVersionOfWhomOneDoesNotSeeIsNeverTheRightOne(int version) {
        String person = hospital.create(Fhir.patient(patientsNumber));

        Answer answer = stranger.with("If-Match", "W/\"" + version + "\"")
                .fhir(
                        "PUT",
                        "/fhir/Patient?identifier=" + User.NHS_NUMBER + patientsNumber,
                        Fhir.json(Fhir.patient(patientsNumber)));

        assertThat(answer.status()).isEqualTo(412);
        assertThat(version(hospital, person)).isEqualTo("W/\"1\"");
    }

    /** Whatever else might lead there one day. */
    @Test
    void aReferralIsNotThereForWhoIsNoPartyOfIt() {
        Answer referred = refer(hospital, known(), to("ZV1"));
        for (Resource one : List.of(of(referred, Task.class), of(referred, ServiceRequest.class))) {
            Change change = Change.asked(
                    one.fhirType(),
                    Change.Method.UPDATE,
                    one.fhirType(),
                    new Change.Aim.ById(one.getIdElement().getIdPart()),
                    one,
                    Optional.empty(),
                    Optional.empty());
            Agreement agreement = gateway.part(Agreements.class).current();
            Partner gp = agreement.partner("Z00002").orElseThrow();
            Caller caller = new Caller(agreement, gp, gp.purpose(), "request");
            Function<Transaction, Boolean> follow = transaction -> {
                Held held = Records.held(
                                transaction, one.fhirType(), one.getIdElement().getIdPart())
                        .orElseThrow();
                Proposal proposal = new Proposal(
                        change,
                        held.pk(),
                        held.id(),
                        Optional.of(held),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
                gateway.part(FollowedTasks.class).follow(transaction, caller, proposal, new HashMap<>());
                return true;
            };

            assertThatThrownBy(() -> gateway.part(Transactions.class).run(follow))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(FaultKind.NOT_FOUND));
        }
    }
}
