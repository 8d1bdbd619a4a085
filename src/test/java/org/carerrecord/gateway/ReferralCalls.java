package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** Who refers a carer to whom, and how. */
abstract class ReferralCalls {

    private static final String BORN = "1967-08-30";

    final Sandbox gateway;
    final User hospital;
    final User council;
    final User centre;
    final User fire;
    final String patientsNumber = People.nhsNumber();
    final String carersNumber = People.nhsNumber();

    ReferralCalls(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        council = gateway.as("council");
        centre = gateway.as("carers-centre");
        fire = gateway.as("fire");
    }

    static Parameters to(String ods) {
        return new Parameters().addParameter("recipient", new CodeType(ods));
    }

    static Answer refer(User user, String carer, Parameters asked) {
        return user.fhir("POST", "/fhir/" + carer + "/$refer", Fhir.json(asked));
    }

    static Answer referCarer(User user, Parameters asked, Patient patient, RelatedPerson carer) {
        asked.addParameter().setName("patient").setResource(patient);
        asked.addParameter().setName("carer").setResource(carer);
        return user.fhir("POST", "/fhir/Patient/$refer-carer", Fhir.json(asked));
    }

    static <T extends Resource> T of(Answer answer, Class<T> type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.found(type).getFirst();
    }

    static String path(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    static Answer put(User user, String task, String status, String... more) {
        return user.patch(
                "/fhir/" + task,
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + status + "\"}" + String.join("", more)
                        + "]");
    }

    static String why(String text) {
        return ",{\"op\":\"add\",\"path\":\"/statusReason\",\"value\":{\"text\":\"" + text + "\"}}";
    }

    static String note(String text) {
        return ",{\"op\":\"add\",\"path\":\"/note\",\"value\":[{\"text\":\"" + text + "\"}]}";
    }

    static boolean sees(User user, String path) {
        int status = user.get("/fhir/" + path).status();
        assertThat(status).isIn(200, 404);
        return status == 200;
    }

    final String known() {
        RelatedPerson carer = Fhir.carer(carersNumber, hospital.create(Fhir.patient(patientsNumber)));
        carer.getBirthDateElement().setValueAsString(BORN);
        return hospital.create(carer);
    }

    /** The carer's own Patient. */
    final Patient themself() {
        Patient themself = Fhir.patient(carersNumber);
        themself.setName(described().getName()).getBirthDateElement().setValueAsString(BORN);
        return themself;
    }

    final RelatedPerson described() {
        RelatedPerson carer = Fhir.carer(carersNumber, "");
        carer.setPatient(null);
        return carer;
    }
}
