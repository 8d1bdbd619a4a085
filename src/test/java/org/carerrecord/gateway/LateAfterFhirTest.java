package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** A message that is older than what its sender wrote by FHIR says nothing against it, whichever comes first. */
@OnEachStore
class LateAfterFhirTest extends HospitalCalls {

    LateAfterFhirTest(Store store) {
        super(store);
    }

    private Answer admitted() {
        return send("A01", pid("A" + run) + "|||||01632960005");
    }

    private Patient written() {
        return Fhir.patient(nhsNumber);
    }

    @Test
    void anOlderMessageThatComesLaterSaysNothingOfThePatient() {
        String patient = hospital.create(written());

        assertThat(admitted().text()).contains("this partner wrote by FHIR since");

        Patient held = hospital.get("/fhir/" + patient).resource(Patient.class);
        assertThat(held.getTelecom()).isEmpty();
        assertThat(held.getNameFirstRep().getFamily())
                .isEqualTo(written().getNameFirstRep().getFamily());
    }

    @Test
    void itIsTheSameInTheOtherOrder() {
        admitted();
        String patient =
                patients().getFirst().getIdElement().toUnqualifiedVersionless().getValue();

        hospital.update(patient, (Patient) written().setId(patient));

        assertThat(hospital.get("/fhir/" + patient).resource(Patient.class).getTelecom())
                .isEmpty();
    }

    @Test
    void aCarerWhomTheSenderDeletedStaysDeleted() {
        String number = People.nhsNumber();
        RelatedPerson carer = Fhir.carer(number, hospital.create(written()));
        assertThat(hospital.delete("/fhir/" + hospital.create(carer)).status()).isIn(200, 204);

        send("A01", pid("A" + run), "NK1|1|OKAFOR^JOY|20" + "|".repeat(30) + number + "^^^NHS^NH");

        assertThat(carers()).isEmpty();
    }
}
