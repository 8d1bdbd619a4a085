package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.util.FhirTerser;
import java.util.ArrayList;
import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;

/** A primitive element may be extensions alone, without a value (R4, datatypes; for example {@code data-absent-reason}). */
@OnEachStore
class AbsentValuesTest {

    private static final FhirTerser TERSER = Fhir.CONTEXT.newTerser();

    private final Sandbox gateway;
    private final User hospital;
    private final User community;

    AbsentValuesTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        community = gateway.as("community");
    }

    @Test
    void ofACarerWhosePatientDies() {
        List<String> failed = new ArrayList<>();
        RelatedPerson whole = carer("Patient/1");
        for (int place = 0; place < primitives(whole).size(); place++) {
            String number = People.nhsNumber();
            String patient = hospital.create(Fhir.patient(number));
            RelatedPerson told = carer(patient);
            String path = empty(told, place);
            Answer created = hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(told));
            failed(failed, path, created);
            community.fhir("POST", "/fhir", Fhir.json(Fhir.push(number, People.nhsNumber())));
            failed(failed, path + " from two", community.fhir("POST", "/fhir/RelatedPerson", Fhir.json(told)));
            read(failed, path, patient);
            Patient dead = Fhir.patient(number);
            dead.setDeceased(new DateTimeType("2026-11-05"));
            failed(
                    failed,
                    path + " and a death",
                    hospital.fhir("PUT", "/fhir/" + patient, Fhir.json(id(dead, patient))));
            read(failed, path + " after a death", patient);
        }
        assertThat(failed).isEmpty();
    }

    @Test
    void ofAPatient() {
        List<String> failed = new ArrayList<>();
        for (int place = 0; place < primitives(patient(People.nhsNumber())).size(); place++) {
            String number = People.nhsNumber();
            Patient told = patient(number);
            String path = empty(told, place);
            Answer created = hospital.fhir("POST", "/fhir/Patient", Fhir.json(told));
            failed(failed, path, created);
            if (created.status() != 201) {
                continue;
            }
            String patient = created.written();
            failed(failed, path + " from two", community.fhir("POST", "/fhir/Patient", Fhir.json(told)));
            RelatedPerson carer = carer(patient);
            failed(failed, path + " and a carer", hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer)));
            failed(
                    failed,
                    path + " by message",
                    hospital.hl7(Adt.admission("A" + People.mark(), number)
                            .carer("OSWALD")
                            .text()));
            read(failed, path, patient);
        }
        assertThat(failed).isEmpty();
    }

    @Test
    void ofWhatIsSaidOfAPatient() {
        List<String> failed = new ArrayList<>();
        int kinds = about("Patient/1").size();
        for (int kind = 0; kind < kinds; kind++) {
            Resource whole = about("Patient/1").get(kind);
            for (int place = 0; place < primitives(whole).size(); place++) {
                String patient = hospital.create(Fhir.patient(People.nhsNumber()));
                hospital.create(carer(patient));
                Resource told = about(patient).get(kind);
                String path = empty(told, place);
                for (User user : List.of(hospital, gateway.as("tester"))) {
                    failed(failed, path, user.fhir("POST", "/fhir/" + told.fhirType(), Fhir.json(told)));
                }
                read(failed, path, patient);
            }
        }
        assertThat(failed).isEmpty();
    }

    @Test
    void ofWhatIsAsked() {
        List<String> failed = new ArrayList<>();
        String number = People.nhsNumber();
        String patient = hospital.create(Fhir.patient(number));
        String carer = hospital.create(carer(patient));
        List<String> paths = List.of("/fhir/" + carer + "/$refer", "/fhir/Person/$match", "/fhir/Patient/$refer-carer");
        for (int i = 0; i < paths.size(); i++) {
            int places = primitives(asked(i, patient)).size();
            for (int place = 0; place < places; place++) {
                Parameters asked = asked(i, patient);
                String path = empty(asked, place);
                failed(failed, paths.get(i) + " " + path, hospital.fhir("POST", paths.get(i), Fhir.json(asked)));
            }
        }
        assertThat(failed).isEmpty();
    }

    private static Parameters asked(int which, String patient) {
        Parameters asked = new Parameters().addParameter("recipient", new CodeType("ZV1"));
        if (which == 1) {
            RelatedPerson carer = carer(patient);
            Person person = new Person().setGender(carer.getGender()).setBirthDate(carer.getBirthDate());
            person.setName(carer.getName()).setTelecom(carer.getTelecom()).setIdentifier(carer.getIdentifier());
            asked = new Parameters();
            asked.addParameter().setName("resource").setResource(person.setAddress(carer.getAddress()));
        }
        if (which == 2) {
            asked.addParameter().setName("patient").setResource(patient(People.nhsNumber()));
            asked.addParameter().setName("carer").setResource(carer(patient));
        }
        return asked;
    }

    private void read(List<String> failed, String path, String patient) {
        String id = patient.substring("Patient/".length());
        for (String question : List.of(
                "/fhir/" + patient + "/$everything",
                "/fhir/" + patient + "/$carer-record",
                "/export/hl7v2?patient=" + id,
                "/export/gp?patient=" + id)) {
            failed(failed, path + " read", hospital.get(question));
        }
    }

    private static void failed(List<String> failed, String path, Answer answer) {
        if (answer.status() >= 500 || answer.acknowledged().equals("AE")) {
            failed.add(path + ": " + answer.status());
        }
    }

    private static List<PrimitiveType<?>> primitives(Resource resource) {
        List<PrimitiveType<?>> all = new ArrayList<>();
        TERSER.getAllPopulatedChildElementsOfType(resource, PrimitiveType.class).stream()
                .filter(one -> !one.fhirType().equals("id"))
                .forEach(all::add);
        return all;
    }

    /** Leaves a reason in place of a value; what it was. */
    private static String empty(Resource resource, int place) {
        PrimitiveType<?> value = primitives(resource).get(place);
        String was = resource.fhirType() + " " + place + " " + value.fhirType() + " " + value.getValueAsString();
        value.setValue(null);
        value.addExtension(new Extension(Systems.DATA_ABSENT_REASON, new CodeType("unknown")));
        return was;
    }

    private static <T extends Resource> T id(T resource, String reference) {
        resource.setId(reference);
        return resource;
    }

    private static Patient patient(String number) {
        Patient patient = Fhir.patient(number);
        patient.setActive(true).setGender(AdministrativeGender.FEMALE);
        patient.setDeceased(new BooleanType(false));
        patient.setMultipleBirth(new BooleanType(false));
        patient.addIdentifier(local());
        patient.addTelecom()
                .setValue("01632960001")
                .setUse(ContactPointUse.HOME)
                .setRank(1);
        patient.addContact().getName().setFamily("Okafor");
        patient.addCommunication().setPreferred(true).getLanguage().addCoding().setCode("en");
        patient.getNameFirstRep().setPeriod(period()).setText("Winifred Fairweather");
        patient.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "N", null);
        return patient;
    }

    private static Identifier local() {
        return new Identifier()
                .setSystem(Systems.local("RZ1", "PAS"))
                .setValue(People.mark())
                .setUse(Identifier.IdentifierUse.USUAL)
                .setPeriod(period());
    }

    private static Period period() {
        Period period = new Period();
        period.getStartElement().setValueAsString("2026-01-02");
        period.getEndElement().setValueAsString("2036-01-02");
        return period;
    }

    private static RelatedPerson carer(String patient) {
        RelatedPerson carer = Fhir.carer(People.nhsNumber(), patient);
        carer.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("confirmed"));
        carer.addIdentifier(local());
        carer.setGender(AdministrativeGender.FEMALE).setPeriod(period());
        carer.getBirthDateElement().setValueAsString("1938-07-09");
        carer.addAddress(new Address().addLine("77 Tanners Row").setPostalCode("ZZ99 8JJ"));
        carer.getTelecomFirstRep().setUse(ContactPointUse.MOBILE).setRank(1);
        carer.addCommunication().setPreferred(true).getLanguage().addCoding().setCode("en");
        return carer;
    }

    private static List<Resource> about(String patient) {
        Flag has = Fhir.hasCarer(patient).setPeriod(period());
        Flag is = Fhir.hasCarer(patient);
        is.getCode().getCodingFirstRep().setCode("is-carer");
        Flag apart = Fhir.hasCarer(patient);
        apart.getCode().getCodingFirstRep().setCode("do-not-connect");
        Encounter stay = new Encounter().setStatus(EncounterStatus.INPROGRESS).setPeriod(period());
        stay.getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        stay.setSubject(new Reference(patient));
        stay.addIdentifier(local());
        Consent consent = Fhir.consent(patient, ConsentProvisionType.PERMIT, "gp-practice", "own-record");
        Task task = new Task().setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        task.setFor(new Reference(patient)).setExecutionPeriod(period());
        task.getCode().addCoding().setSystem(Canonical.CodeSystem.REFERRAL).setCode("carer");
        Observation observation = new Observation().setStatus(ObservationStatus.FINAL);
        observation.setSubject(new Reference(patient)).setEffective(new DateTimeType("2026-11-05"));
        observation
                .getCode()
                .setText("Hours")
                .addCoding()
                .setSystem("http://loinc.org")
                .setCode("1");
        observation.setValue(
                new Quantity(5).setComparator(QuantityComparator.LESS_THAN).setCode("h"));
        return List.of(has, is, apart, stay, consent, task, observation);
    }
}
