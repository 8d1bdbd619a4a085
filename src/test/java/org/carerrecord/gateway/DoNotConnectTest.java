package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two people who are not to be brought together: nothing leads from the one to the other, and partners see only that they are
 * to speak to the named lead first (carer-model.md, agreement 5).
 */
@OnEachStore
class DoNotConnectTest {

    private final String secret = "Hollowell" + People.mark();

    private final Sandbox gateway;
    private final User hospital;
    private final User council;
    private final String patientsNumber = People.nhsNumber();
    private final String carersNumber = People.nhsNumber();
    private final String patient;
    private final String carer;

    DoNotConnectTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        council = gateway.as("council");
        patient = hospital.create(Fhir.patient(patientsNumber));
        carer = hospital.create(other());
        gateway.as("gp").create(Fhir.patient(patientsNumber).setActive(true));
        RelatedPerson again = other();
        again.addTelecom().setValue("01632960700");
        gateway.as("gp").create(again);
        council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patientsNumber);
    }

    private RelatedPerson other() {
        RelatedPerson other = Fhir.carer(carersNumber, patient);
        other.getNameFirstRep().setFamily(secret);
        return other;
    }

    private static Flag doNotConnect(String person) {
        Flag flag = Fhir.hasCarer(person);
        flag.getCode().getCodingFirstRep().setCode("do-not-connect");
        return flag;
    }

    private List<String> questions() {
        return List.of(
                "/fhir/" + carer,
                "/fhir/" + carer + "/_history",
                "/fhir/" + carer + "/_history/1",
                "/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patientsNumber,
                "/fhir/RelatedPerson?patient=" + patient + "&_include=RelatedPerson:patient",
                "/fhir/RelatedPerson?identifier=" + User.NHS_NUMBER + carersNumber,
                "/fhir/RelatedPerson?family=Hollow&_summary=count",
                "/fhir/Patient?identifier=" + User.NHS_NUMBER + patientsNumber + "&_revinclude=RelatedPerson:patient",
                "/fhir/Patient?identifier=" + User.NHS_NUMBER + patientsNumber + "&_revinclude=*",
                "/fhir/Flag?patient=" + patient + "&_include=*&_revinclude:iterate=*",
                "/fhir/" + patient + "/$everything",
                "/fhir/" + patient + "/$carer-record",
                "/fhir/Provenance?target=" + carer,
                "/fhir/RelatedPerson/_history?_count=100",
                "/export/gp?patient=" + patient.substring("Patient/".length()),
                "/export/hl7v2?patient=" + patient.substring("Patient/".length()));
    }

    @Test
    void nothingLeadsFromTheOneToTheOther() {
        assertThat(council.get("/fhir/" + carer).text()).contains(secret);
        String flag = hospital.create(doNotConnect(patient));

        for (User user : List.of(council, hospital, gateway.as("gp"), gateway.as("community"))) {
            for (String question : questions()) {
                Answer answer = user.get(question);
                assertThat(answer.status()).as(question).isLessThan(500);
                assertThat(answer.text())
                        .as(question)
                        .doesNotContain(secret, "\"id\":\"" + carer.substring("RelatedPerson/".length()));
            }
            assertThat(user.get("/fhir/" + carer).status()).isEqualTo(404);
            assertThat(user.get("/fhir/Patient?_has:RelatedPerson:patient:identifier=" + User.NHS_NUMBER + carersNumber)
                            .bundle()
                            .getTotal())
                    .isZero();
            assertThat(user.get("/fhir/RelatedPerson?_summary=count&patient=" + patient)
                            .bundle()
                            .getTotal())
                    .isZero();
        }
        assertThat(council.get("/fhir/Flag?patient=" + patient).text()).contains("\"do-not-connect\"");
        assertThat(council.get("/fhir/" + patient).status()).isEqualTo(200);
        assertThat(council.get("/fhir/" + carer + "/$contributions").status()).isEqualTo(404);

        Flag over = doNotConnect(patient).setStatus(FlagStatus.INACTIVE);
        over.setId(flag.substring("Flag/".length()));
        hospital.update(flag, over);
        assertThat(council.get("/fhir/" + carer).text()).contains(secret);
    }

    /** The strictest stands whoever spoke last (carer-model.md, contributions 4 and agreement 5). */
    @ParameterizedTest
    @ValueSource(strings = {"hospital", "council"})
    void nobodyButWhoSetItLiftsIt(String source) {
        User other = gateway.as("gp-2");
        other.create(Fhir.patient(patientsNumber));
        String flag = gateway.as(source).create(doNotConnect(patient));

        assertThat(other.create(over(""))).isEqualTo(flag);
        other.update(flag, over(flag));
        other.fhir("PUT", "/fhir/" + flag, Fhir.json(said(flag, Fhir.hasCarer(patient))));
        other.fhir("PUT", "/fhir/" + flag, Fhir.json(said(flag, doNotConnect(other.create(stranger())))));
        Flag hidden = over("");
        hidden.getMeta().addSecurity().setSystem(Systems.V3_CONFIDENTIALITY).setCode("V");
        other.fhir("PUT", "/fhir/" + flag, Fhir.json(said(flag, hidden)));

        assertThat(council.get("/fhir/" + carer).status()).isEqualTo(404);
        other.update(flag, over(flag));
        assertThat(council.get("/fhir/" + carer).status()).isEqualTo(404);
        assertThat(council.get("/fhir/Flag?patient=" + patient + "").text()).contains("\"do-not-connect\"");

        gateway.as(source).update(flag, over(flag));
        assertThat(council.get("/fhir/" + carer).text()).contains(secret);
    }

    private Flag over(String reference) {
        return said(reference, doNotConnect(patient).setStatus(FlagStatus.INACTIVE));
    }

    private static Flag said(String reference, Flag flag) {
        flag.setId(reference.replace("Flag/", ""));
        return flag;
    }

    private static Patient stranger() {
        return Fhir.patient(People.nhsNumber());
    }

    @Test
    void nobodyFindsRefersOrMatchesThemEither() {
        hospital.create(doNotConnect(patient));
        Parameters described = new Parameters();
        Person person = new Person();
        person.addIdentifier(other().getIdentifierFirstRep());
        person.addName(other().getNameFirstRep());
        described.addParameter().setName("resource").setResource(person);

        assertThat(council.fhir("POST", "/fhir/Person/$match", Fhir.json(described))
                        .bundle()
                        .getTotal())
                .isZero();
        assertThat(council.fhir(
                                "POST",
                                "/fhir/" + carer + "/$refer",
                                Fhir.json(new Parameters().addParameter("recipient", new CodeType("ZV1"))))
                        .status())
                .isEqualTo(404);
        assertThat(gateway.as("fire")
                        .fhir(
                                "POST",
                                "/fhir/Patient/$carer-known",
                                Fhir.json(new Parameters()
                                        .addParameter("nhsNumber", patientsNumber)
                                        .addParameter("question", new CodeType("has-carer"))
                                        .addParameter("reason", "a safety visit to the home")))
                        .text())
                .contains("not-known");
    }

    /** An organisation always sees what it said itself; each of several their own words and nobody else's. */
    @Test
    void whoSpeaksOfThemKeepsTheirOwnWords() {
        hospital.create(doNotConnect(patient));

        Answer own = hospital.get("/fhir/" + carer + "/$contributions");

        assertThat(own.status()).isEqualTo(200);
        assertThat(own.text()).contains("RZ1").doesNotContain("Z00001");
        RelatedPerson again = other();
        again.addTelecom().setValue("01632960778");
        Answer written = hospital.fhir(
                "PUT",
                "/fhir/RelatedPerson?identifier=" + User.NHS_NUMBER + carersNumber + "&patient.identifier="
                        + User.NHS_NUMBER + patientsNumber,
                Fhir.json(again));
        assertThat(written.status()).as(written.text()).isIn(200, 201);
        assertThat(written.text()).doesNotContain(secret);
    }

    /** What was accepted gives nothing while the mark stands. */
    @Test
    void whoTookAReferralSeesThemNoMore() {
        User centre = gateway.as("carers-centre");
        String task = hospital.fhir(
                        "POST",
                        "/fhir/" + carer + "/$refer",
                        Fhir.json(new Parameters().addParameter("recipient", new CodeType("ZV1"))))
                .found(org.hl7.fhir.r4.model.Task.class)
                .getFirst()
                .getIdElement()
                .getIdPart();
        centre.patch("/fhir/Task/" + task, "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"accepted\"}]");
        assertThat(centre.get("/fhir/" + carer).status()).isEqualTo(200);

        hospital.create(doNotConnect(patient));

        assertThat(centre.get("/fhir/" + carer).status()).isEqualTo(404);
    }
}
