package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** Stories of journey.md, as far as access goes. */
@OnEachStore
class AccessStoriesTest {

    private final Sandbox gateway;
    private final User hospital;
    private final User council;
    private final User centre;
    private final User practice;
    private final String patientsNumber = People.nhsNumber();
    private final String carersNumber = People.nhsNumber();

    AccessStoriesTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        council = gateway.as("council");
        centre = gateway.as("carers-centre");
        practice = gateway.as("gp");
    }

    private RelatedPerson carer(String patient, String status) {
        RelatedPerson carer = Fhir.carer(carersNumber, patient);
        carer.addAddress().addLine("4 New Place " + carersNumber).setPostalCode("ZZ99 3CC");
        carer.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType(status));
        return carer;
    }

    private void tie(String ods, String person, String kind) {
        gateway.jdbc()
                .sql("insert into relationship (partner, patient, kind)"
                        + " select ?, pk, ? from resource where type = 'Patient' and id = ?")
                .params(ods, kind, person.substring(person.indexOf('/') + 1))
                .update();
    }

    /** By one call, and taken by the carers' centre. */
    private void referred(String carer) {
        Task task = hospital.fhir(
                        "POST",
                        "/fhir/" + carer + "/$refer",
                        Fhir.json(new Parameters().addParameter("recipient", new CodeType("ZV1"))))
                .found(Task.class)
                .getFirst();
        assertThat(sees(centre, carer)).isFalse();
        String accept = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"accepted\"}]";
        assertThat(centre.patch("/fhir/Task/" + task.getIdElement().getIdPart(), accept)
                        .status())
                .isEqualTo(200);
    }

    private static boolean sees(User user, String path) {
        int status = user.get("/fhir/" + path).status();
        assertThat(status).isIn(200, 404);
        return status == 200;
    }

    private Bundle carersOf(User user) {
        return user.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patientsNumber)
                .bundle();
    }

    /** 1: before her answer only the trust sees her; the carers' centre never gets the diagnosis. */
    @Test
    void aDaughterWhoWasNeverAskedIsSeenByTheTrustAlone() {
        String patient = hospital.create(Fhir.patient(patientsNumber));
        String daughter = hospital.create(carer(patient, "possible"));
        Encounter stay = new Encounter();
        stay.setStatus(EncounterStatus.INPROGRESS);
        stay.getClass_().setCode("IMP");
        stay.addReasonCode().setText("Dementia");
        stay.setSubject(new Reference(patient));
        String encounter = hospital.create(stay);
        carersOf(council);
        assertThat(sees(hospital, daughter)).isTrue();
        for (User other : List.of(council, centre, practice)) {
            assertThat(sees(other, daughter)).isFalse();
        }

        hospital.update(daughter, carer(patient, "confirmed"));
        referred(daughter);

        assertThat(sees(council, daughter))
                .as("it asked when there was nobody to find, and that opened nothing")
                .isFalse();
        carersOf(council);
        assertThat(sees(council, daughter)).isTrue();
        assertThat(sees(centre, daughter)).isTrue();
        assertThat(sees(centre, encounter)).isFalse();
        assertThat(centre.get("/fhir/" + patient + "/$everything").text()).doesNotContain("Dementia");
    }

    /** 2: nobody counts an unpaid carer. */
    @Test
    void anAgencysOfficeLineIsNoCarer() {
        String agency = Adt.admission("AGENCY" + patientsNumber, patientsNumber).text()
                + "NK1|1|BRIGHT HOMECARE LTD|20^Carer|1 High Street|01632960111\r";
        assertThat(hospital.hl7(agency).acknowledged()).isEqualTo("AA");

        assertThat(council.get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + patientsNumber)
                        .bundle()
                        .getTotal())
                .isZero();
    }

    /** 4: nobody gets her address, phone, practice, council or finder. */
    @Test
    void whoFledIsMaskedAndAnOldAddressComesToNobody() {
        String patient = hospital.create(Fhir.patient(patientsNumber));
        String carer = hospital.create(carer(patient, "confirmed"));
        practice.create(Fhir.patient(patientsNumber).setActive(true));
        carersOf(council);
        assertThat(council.get("/fhir/" + carer).text()).contains("4 New Place");

        RelatedPerson fled = carer(patient, "confirmed");
        fled.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        practice.update(carer, fled);
        hospital.hl7(Adt.admission("OLD" + patientsNumber, patientsNumber).text());
        hospital.update(carer, carer(patient, "confirmed"));

        for (User user : List.of(council, practice, hospital)) {
            for (String question : List.of(
                    "/fhir/" + carer,
                    "/fhir/" + carer + "/_history",
                    "/fhir/" + patient + "/$everything",
                    "/fhir/" + patient + "/$carer-record",
                    "/fhir/RelatedPerson?patient=" + patient + "&_include=*&_revinclude=Provenance:target")) {
                String told = user.get(question).text();
                assertThat(told).as(question).doesNotContain("4 New Place", "ZZ99 3CC", "01632960777", "Tanners Row");
            }
            for (String asked : List.of(
                    "address=4%20New%20Place%20" + carersNumber, "address-postalcode=ZZ99%203CC&patient=" + patient)) {
                assertThat(user.get("/fhir/RelatedPerson?_summary=count&" + asked)
                                .bundle()
                                .getTotal())
                        .as(asked)
                        .isZero();
            }
        }
        assertThat(council.get("/fhir/Provenance?target=" + carer).text()).doesNotContain("RZ1", "Z00001", "Surgery");
    }

    /** 5: the mother's record, the adults' team and Client Level Data never show it. */
    @Test
    void aChildWhoInterpretsIsSeenByChildrensServicesAndTheirPracticeOnly() {
        String mother = hospital.create(Fhir.patient(patientsNumber));
        RelatedPerson interpreting = carer(mother, "confirmed");
        interpreting
                .getBirthDateElement()
                .setValueAsString(LocalDate.now(ZoneOffset.UTC).minusYears(11).toString());
        String child = hospital.create(interpreting);
        Patient themself = Fhir.patient(carersNumber);
        String own = gateway.as("council-children").create(themself);
        tie("Z00001", own, "registered");
        tie("Z00002", mother, "registered");
        carersOf(council);

        assertThat(sees(gateway.as("council-children"), child)).isTrue();
        assertThat(sees(practice, child)).isTrue();
        for (User other : List.of(council, gateway.as("gp-2"), gateway.as("community"), centre)) {
            assertThat(sees(other, child)).isFalse();
            assertThat(carersOf(other).getTotal()).isZero();
        }
        assertThat(gateway.as("gp-2").get("/fhir/" + mother + "/$everything").text())
                .doesNotContain(carersNumber);
        assertThat(council.get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + patientsNumber)
                        .bundle()
                        .getTotal())
                .isZero();
    }

    /** 7: the objection is kept, and he still gets his own assessment. */
    @Test
    void anObjectionStopsWhatRestsOnConsentAndNoDuty() {
        String father = hospital.create(Fhir.patient(patientsNumber));
        String son = hospital.create(carer(father, "confirmed"));
        tie("ZV1", father, "referred");
        carersOf(council);
        assertThat(sees(centre, son)).isTrue();

        hospital.create(Fhir.consent(father, ConsentProvisionType.DENY, "voluntary", "caring-role"));

        assertThat(sees(centre, son)).isFalse();
        assertThat(sees(council, son)).isTrue();
    }

    /** 9: effective at commit; the council's duty goes on; the centre gets 404 and unchanged totals. */
    @Test
    void aWithdrawalFromTheCentreIsEffectiveAtCommit() {
        String patient = hospital.create(Fhir.patient(patientsNumber));
        String carer = hospital.create(carer(patient, "confirmed"));
        String themself = hospital.create(Fhir.patient(carersNumber));
        referred(carer);
        carersOf(council);
        int others = centre.get("/fhir/RelatedPerson?_summary=count").bundle().getTotal() - 1;
        Consent permit =
                Fhir.consent(themself, ConsentProvisionType.PERMIT, "voluntary", "identity", "contact", "caring-role");
        String consent = hospital.create(permit);
        assertThat(sees(centre, carer)).isTrue();

        hospital.update(consent, permit.setStatus(ConsentState.INACTIVE));

        assertThat(sees(centre, carer)).isFalse();
        assertThat(centre.get("/fhir/RelatedPerson?_summary=count").bundle().getTotal())
                .isEqualTo(others);
        assertThat(carersOf(centre).getTotal()).isZero();
        assertThat(sees(council, carer)).isTrue();
    }
}
