package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** Nobody becomes their own carer by a number that an organisation itself gives, nor by their own name and birth date. */
@OnEachStore
class OwnLocalNumberTest extends HospitalCalls {

    private final CouncilCase council;

    OwnLocalNumberTest(Store store) {
        super(store);
        gateway.empty();
        council = new CouncilCase(gateway);
    }

    @Test
    void aCarerUnderTheHospitalsNumberOfThePatientIsALoss() {
        Answer taken = send("A28", pid("W" + run), carer("W" + run));

        assertThat(taken.text()).contains("nobody is their own carer");
        assertThat(carers()).isEmpty();
    }

    @Test
    void soIsOneUnderANumberThatWasMerged() {
        send("A28", pid("V" + run));
        send("A40", pid("W" + run), "MRG|V" + run + "^^^PAS^MR");

        Answer taken = send("A31", pid("W" + run), carer("V" + run));

        assertThat(taken.text()).contains("nobody is their own carer");
        assertThat(carers()).isEmpty();
    }

    @Test
    void aCarerOfTheCouncilWhoWasMergedIntoTheirClientIsALoss() {
        council.send("2026-07-01", council.vera("", ""), council.also("C~", ""));
        council.send("2026-07-02", council.vera("C~", ""));

        List<String> taken = council.send("2026-07-03", council.also("C~", ""), council.cares("C~", "E~"));

        assertThat(taken.toString()).contains("nobody is their own carer");
        assertThat(council.carers("E~")).isEmpty();
    }

    @Test
    void aFhirWriteUnderSuchANumberIsRefused() {
        send("A28", pid("W" + run));
        RelatedPerson carer = Fhir.joyce();
        carer.getPatient()
                .setReference("Patient/" + patients().getFirst().getIdElement().getIdPart());
        carer.addIdentifier(local());

        Answer refused = hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.places()).containsExactly("RelatedPerson.identifier");
    }

    @Test
    void aFhirWriteOfTheirNameAndBirthDateIsRefused() {
        Patient patient = Fhir.patient(nhsNumber);
        RelatedPerson carer = Fhir.carer(patient.getNameFirstRep());
        carer.setBirthDate(patient.getBirthDate());
        carer.getPatient().setReference(hospital.create(patient));

        Answer refused = hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.places()).containsExactly("RelatedPerson.birthDate");
        carer.getNameFirstRep().getGiven().getFirst().setValue("Wilma");
        hospital.create(carer);
    }

    private org.hl7.fhir.r4.model.Identifier local() {
        return patients().getFirst().getIdentifier().stream()
                .filter(one -> Systems.isLocalOf(one.getSystem(), "RZ1"))
                .findFirst()
                .orElseThrow()
                .copy();
    }

    /** NK1-33 is the carer's number. */
    private static String carer(String number) {
        return "NK1|1|EAST^JANET|20||||||||||||||||||||||||||||||" + number + "^^^PAS^MR";
    }

    /** What a refusal tells of the patient is for who sees them (carer-model.md, agreement 2). */
    @Test
    void whoDoesNotSeeThePatientIsNotToldWhoTheyAre() {
        Patient patient = Fhir.patient(nhsNumber);
        RelatedPerson self = Fhir.carer(patient.getNameFirstRep());
        self.setBirthDate(patient.getBirthDate());
        self.getPatient().setReference(hospital.create(patient));

        Answer answer = gateway.as("gp-2").fhir("POST", "/fhir/RelatedPerson", Fhir.json(self));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("refers to a Patient that is not there");
    }
}
